"""Records to triples: names, mapping, rules, shapes, store."""
