"""The manual runs on a school of their own, and on a desk where the manual speaks of what is seen."""

from tests.desk.desk_fixtures import desk
from tests.school import founded, office

__all__ = ["desk", "founded", "office"]
