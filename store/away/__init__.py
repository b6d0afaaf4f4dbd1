"""What leaves the store: copies of it, and what is forgotten for good."""
