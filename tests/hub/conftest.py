"""The server that keeps a Hub's rows in some of these tests."""

from tests.hub.servers import server

__all__ = ["server"]
