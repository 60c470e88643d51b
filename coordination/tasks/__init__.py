"""Tasks: what is to be done, who is responsible, and how far it is."""
