"""What is approved beside a plan's first issue: amendments that cancel tasks."""
