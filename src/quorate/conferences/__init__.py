"""Conferences of one or more children: what kind, when, and what was decided for each child."""
