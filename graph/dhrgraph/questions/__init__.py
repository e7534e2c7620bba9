"""Asking the graph: the library of questions, and running one with a time limit."""
