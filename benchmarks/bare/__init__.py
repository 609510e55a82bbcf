"""A Django site with nothing but one page: the yardstick for ours. Same server, same database, same template engine."""
