"""The trail of what was done and what was read: append-only, hash-chained, and without any content."""
