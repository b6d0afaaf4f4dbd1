"""What a method costs: https://developers.google.com/workspace/gmail/api/reference/quota

Two tables are documented. Projects created from 1 May 2026 on pay 20 for messages.get (and may use 6,000
units a minute instead of 15,000); the rest of what is here costs the same. A batch costs what its requests
cost (…/gmail/api/guides/batch). What a fault answers, or has no good token, costs nothing here. The Calendar
API counts requests, not units: each is 1 (developers.google.com/workspace/calendar/api/guides/quota).
"""

from __future__ import annotations

UNITS = {
    "profile": 1,
    "messages.list": 5,
    "messages.get": 5,
    "attachments.get": 5,
    "history.list": 2,
    "labels.list": 1,
    "calendarList.list": 1,
    "events.list": 1,
    "events.get": 1,
}
UNITS_2026 = UNITS | {"messages.get": 20}
