"""The Hub: it judges the desks' commands by the desks' own handlers, and tells every desk what came of them. No Qt."""
