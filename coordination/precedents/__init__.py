"""Decided cases as precedents, and which of them are like a case in hand, and why."""
