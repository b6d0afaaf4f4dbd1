"""Calendars of a Google account, event by event."""
