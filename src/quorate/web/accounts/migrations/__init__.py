"""Migrations of the table that slows guessing down."""
