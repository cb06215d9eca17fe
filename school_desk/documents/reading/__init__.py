"""Turns text boxes read from a photo into the fields of a paper: pure rules, no picture, no file, no engine."""
