"""The made-up world for these tests."""

from tests.world import own_world, world

__all__ = ["own_world", "world"]
