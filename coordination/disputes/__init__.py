"""Who is responsible? Contested, consulted on in rounds, settled or ruled upon."""
