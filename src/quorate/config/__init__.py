"""How the parts are put together: the typed environment, Django's settings, addresses and start-up checks."""
