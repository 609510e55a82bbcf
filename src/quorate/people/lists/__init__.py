"""Agencies, professionals and rooms from a spreadsheet: read, checked row by row, shown first, then brought in."""
