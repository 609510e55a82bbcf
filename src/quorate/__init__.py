"""Quorate: child protection conferences, each English local authority by its own written procedure."""
