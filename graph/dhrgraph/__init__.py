"""A knowledge graph across Domestic Homicide Reviews."""
