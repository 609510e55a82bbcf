"""An administrator's pages: teams, buildings and rooms, partner agencies, people. And the review of broken glass."""
