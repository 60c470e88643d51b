"""Acts made ready by a handler for the head, who signs them or sends them back."""
