"""Changing conferences: each part has a module of its own."""
