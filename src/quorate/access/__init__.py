"""Who may see and do what: one decision, enforced by the pages' queries and again by the database."""
