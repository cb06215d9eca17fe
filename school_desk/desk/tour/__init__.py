"""The tour: the whole chain through the real windows. `run(out, papers)` is its one door."""

from school_desk.desk.tour.walk import run

__all__ = ["run"]
