"""Who may do what in which state: the rules of the code asked one by one, and printed."""
