"""The database's half of the wall, as SQL that the migrations run."""
