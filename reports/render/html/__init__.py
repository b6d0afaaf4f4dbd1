"""Reports as HTML that a mail client, a browser and a printer show alike (docs/decisions/095)."""
