"""征求意见: what units say of a draft before the plan is issued, and what became of it."""
