"""What make runs: generated pages and pictures, pinned requirements, the bill of materials."""
