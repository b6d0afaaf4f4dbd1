"""What the world said: connectors and parsers, from bytes to `Message`, `Event` or `Problem`."""
