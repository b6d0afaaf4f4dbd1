"""What the person said of an application: debriefs, snoozes, how it ended; and how scores turned out."""
