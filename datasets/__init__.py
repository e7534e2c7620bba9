"""Register of agencies and coded reviews of dhrgraph (data, read by dhrgraph.resources)."""
