"""Children, born and unborn, the people around them, where they live, what happened, and what is due."""
