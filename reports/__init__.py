"""What it adds up to: histories in; response times, momentum and digests out, and their renderings."""
