"""Child protection and child in need plans: begun, under which category, ended."""
