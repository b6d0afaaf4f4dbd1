"""Is everything in order? Each check judges one thing from what `look.py` looked up."""
