"""The rules. Pure: no web framework, no clock, no database, no settings. The front door is `position.py`."""
