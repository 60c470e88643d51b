"""The year's plan of work and its sections."""
