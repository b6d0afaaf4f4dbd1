"""`audit`: the sample shown, and judged with one key each."""
