"""What every way to a person's own calendar shares: which events are taken, and what became of them."""
