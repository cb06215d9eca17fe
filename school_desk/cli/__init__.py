"""The command line: every verb is a module of its own that loads what it needs when it runs."""
