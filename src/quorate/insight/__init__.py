"""Timeliness by month: figures and the charts drawn from them."""
