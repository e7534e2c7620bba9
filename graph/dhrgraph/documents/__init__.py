"""Report files to numbered passages."""
