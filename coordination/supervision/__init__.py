"""What is asked and decided around a task under way: extensions, and letters that urge."""
