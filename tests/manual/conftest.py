"""The manual runs on a school of their own."""

from tests.school import founded, office

__all__ = ["founded", "office"]
