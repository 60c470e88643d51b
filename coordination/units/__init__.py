"""Units of a body, the people who act for them, and their rights."""
