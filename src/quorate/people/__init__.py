"""Authorities, teams, rooms, agencies, professionals and users: who works here, for whom, from when to when."""
