"""The policies, rights and functions of this room in the database: one file for each part."""
