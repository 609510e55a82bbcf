"""The policies, rights and functions of this room in the database: one file for each part."""

from quorate.conferences.sql.tables import CONFERENCES

__all__ = ["CONFERENCES"]
