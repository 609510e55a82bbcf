"""The made-up world for the pages."""

from tests.world import own_world, world

__all__ = ["own_world", "world"]
