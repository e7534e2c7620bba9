"""Networks: documented projections of the graph, one SPARQL query each."""
