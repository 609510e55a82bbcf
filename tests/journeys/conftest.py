"""Journeys have a page server, a real browser, and the made-up world where they ask for it."""

from tests.browsing import address, browser, look
from tests.world import own_world, world

__all__ = ["address", "browser", "look", "own_world", "world"]
