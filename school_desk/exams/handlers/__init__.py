"""Carries out the decisions about exams: one module a theme. Importing this registers every handler."""

from school_desk.exams.handlers import applying, candidates, planning, reporting

__all__ = ["applying", "candidates", "planning", "reporting"]
