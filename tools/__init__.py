"""What looks after this repository; no part of the installed package."""
