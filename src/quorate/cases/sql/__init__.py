"""What the database itself enforces and works out for this room."""
