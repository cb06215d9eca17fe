"""Decisions of this feature."""
