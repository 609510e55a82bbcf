"""The census in: reading a real file and making cases of it."""
