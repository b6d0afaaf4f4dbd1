"""How fast a company answers: turns, replies, waits, and what they come to."""
