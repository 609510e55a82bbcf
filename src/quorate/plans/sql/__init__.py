"""The policies and rights of this room in the database: one file for each part."""

from quorate.plans.sql.tables import PLANS

__all__ = ["PLANS"]
