"""What people at the company are called: titles in signatures, and those that a text tells of somebody."""
