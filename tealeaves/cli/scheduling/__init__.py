"""`schedule`: one run by the system's timer, and how the timetable is shown."""
