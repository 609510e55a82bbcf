"""The views of the shell, one module a place."""
