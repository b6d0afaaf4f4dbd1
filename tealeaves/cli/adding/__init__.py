"""`accounts add`: the dialogue, and what it writes."""
