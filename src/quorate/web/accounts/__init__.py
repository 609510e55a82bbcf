"""Who somebody is and how long we believe it: sign-in, sessions, step-up, conflicts of interest, break-glass pages."""
