"""Calendars: invites in mail, .ics files, feeds."""

from ingest.invites.events import read_calendar

__all__ = ["read_calendar"]
