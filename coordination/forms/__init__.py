"""What must be filled in for a step: one definition for pages and API."""
