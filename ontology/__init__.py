"""Ontology, code lists, shapes, rules and questions of dhrgraph (data, read by dhrgraph.resources)."""
