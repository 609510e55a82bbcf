"""What each `quorate` command does; `quorate.cli` reads the command line and imports only the one asked for."""
