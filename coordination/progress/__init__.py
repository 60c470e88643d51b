"""Reports on tasks, and the evidence that shows completion."""
