"""What a person's own calendar is told of their applications (docs/decisions/113)."""

from reports.calendar_file.items import Item, Kind, items
from reports.calendar_file.written import calendar_ics

__all__ = ["Item", "Kind", "calendar_ics", "items"]
