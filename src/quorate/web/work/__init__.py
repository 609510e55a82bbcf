"""My work: what is to be done, by when, by whom, and why then."""
