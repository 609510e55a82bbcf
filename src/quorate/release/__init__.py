"""What may leave, and to whom. Today: the scan that looks for protected words in the bytes of anything rendered."""
