"""The pages of one conference, from the request to the next review: one file for each tab."""

# The kinds of parts of addresses are known before any address is listed.
from quorate.web import converters as converters
