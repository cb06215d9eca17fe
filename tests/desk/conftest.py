"""Windows and screens are tested on a desk of their own."""

from tests.desk.desk_fixtures import desk, told
from tests.school import founded, office

__all__ = ["desk", "founded", "office", "told"]
