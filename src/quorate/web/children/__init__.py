"""The children one works with: the list, a child's pages, and the forms that add and change."""
