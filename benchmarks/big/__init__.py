"""One large made-up authority with years of work in it, for measuring what grows."""
