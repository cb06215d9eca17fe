"""The website of a Hub of a school that has just been founded, and somebody's browser."""

from tests.hub.portal.conftest import browser, founded, hub_folder, site

__all__ = ["browser", "founded", "hub_folder", "site"]
