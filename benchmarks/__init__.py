"""What `make bench` runs; no part of the installed package."""
