"""The way back to the page on which a session ran out: an address of our own that is a page, never another."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import Route


def is_page(routes: Sequence[Route], path: str) -> bool:
    """Whether `routes` answer this address with a page for a GET; of files, whose names have a full stop, none is one."""
    first = next((route for route in routes if route.path_regex.fullmatch(path)), None)
    if first is None or "." in path.rpartition("/")[2]:
        return False
    # An address may have a route for each method; one that can only be posted may look like one of another route.
    return any(route.path == first.path and "GET" in (route.methods or ()) for route in routes)


def page_near(routes: Sequence[Route], path: str) -> str:
    """The page at this address or the nearest above it; "" when there is none."""
    while path and not is_page(routes, path):
        path = path.rpartition("/")[0]
    return path
