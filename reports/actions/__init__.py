"""What there is to do: open questions, promised days, follow-ups, letters to copy."""
