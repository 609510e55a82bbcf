"""Bringing a census file in: looked at first, then batch by batch, each a transaction, going on after a crash."""
