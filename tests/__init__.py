"""Tests of dhrgraph."""
