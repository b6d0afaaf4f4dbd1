"""Calendars that are published: feeds at an address, and .ics files."""
