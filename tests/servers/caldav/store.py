"""The calendars, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//EN
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260301T080000Z
DTSTART:{start}
DTEND:{end}
SEQUENCE:{sequence}
SUMMARY:{summary}
{more}END:VEVENT
END:VCALENDAR
"""


def event(
    uid: str,
    summary: str = "Interview at Acme",
    day: str = "20260401",
    hour: int = 10,
    sequence: int = 0,
    more: str = "",
) -> bytes:
    """The bytes of one event, of an hour, in UTC."""
    start, end = f"{day}T{hour:02}0000Z", f"{day}T{hour + 1:02}0000Z"
    text = EVENT.format(uid=uid, summary=summary, start=start, end=end, sequence=sequence, more=more)
    return text.replace("\n", "\r\n").encode()


@dataclass(slots=True)
class Calendar:
    """A collection. Everything may be changed between two requests."""

    path: str  # with a slash at its end, escaped
    name: str
    components: tuple[str, ...] = ("VEVENT",)
    kinds: tuple[str, ...] = ()  # of DAV:resourcetype, besides collection and calendar: "s:subscribed"
    is_calendar: bool = True
    privileges: tuple[str, ...] = ("d:read", "d:write")
    documents: dict[str, bytes] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)  # names, in the order in which they changed
    first_token: int = 0  # older ones are not known any longer

    def put(self, name: str, raw: bytes) -> None:
        self.documents[name] = raw
        self.log.append(name)

    def remove(self, name: str) -> None:
        del self.documents[name]
        self.log.append(name)

    def forget_tokens(self) -> None:
        """No token that was given is known any longer."""
        self.log.append("")
        self.first_token = len(self.log)

    @property
    def token(self) -> str:
        return f"https://dav.test/sync/{len(self.log)}"

    def since(self, token: str) -> int | None:
        """Where in the log a token stands; None for one that is not known."""
        number = token.rpartition("/")[2]
        if not token.startswith("https://dav.test/sync/") or not number.isdecimal():
            return None
        return int(number) if self.first_token <= int(number) <= len(self.log) else None

    def etag(self, name: str) -> str:
        """It changes with each change, back to the same bytes too."""
        times = self.log.count(name)
        return sha256(self.documents[name] + bytes([times % 256])).hexdigest()[:16]
