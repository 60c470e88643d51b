"""The demonstration: 51 units, three plans and a history of a week, made through the door."""
