"""The timers of the operating systems: what each is told in files (pure), and the calls that switch it on."""
