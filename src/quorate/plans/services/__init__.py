"""Changing plans: each part has a module of its own."""
