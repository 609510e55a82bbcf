"""Pages about how well dates are kept."""
