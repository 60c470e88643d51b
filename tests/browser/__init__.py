"""Pages in the machine's own Chromium: what is seen, what the policy refuses, what axe finds."""
