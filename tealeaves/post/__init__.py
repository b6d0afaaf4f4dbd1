"""The digest by mail: composed, sent to the person, and noted. It is the only mail that is ever sent."""
