"""What is stored in forms that other programs read: JSON, CSV, mbox."""
