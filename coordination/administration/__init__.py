"""What the administrators change for everybody: the calendar, and what becomes of units."""
