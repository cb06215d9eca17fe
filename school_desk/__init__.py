"""School Desk: the desktop program of a construction-trades training school's clerks and finance staff."""

__version__ = "0.1.0"
