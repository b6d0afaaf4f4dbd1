"""What the shell is told when somebody presses Tab."""
