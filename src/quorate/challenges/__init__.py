"""Disagreement with a conference: dissent, complaints, corrections to the minutes."""
