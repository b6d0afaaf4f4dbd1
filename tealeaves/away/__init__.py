"""Out and away: backups, restoring, and forgetting for good."""
