"""Setting up: what is known of providers and of the person's system, and writing the configuration."""
