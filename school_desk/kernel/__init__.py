"""Machinery without one business word: commands, journal, undo, database, jobs, money, time, blobs, settings."""
