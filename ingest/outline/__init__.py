"""A mail on a server before it is fetched: its header and its parts, and what is made of them."""
