"""A first sync of a CalDAV calendar and one with nothing new, beside a bare download by requests.

    python -m benchmarks.caldav [--events 2000] [--rounds 3] [--json FILE]

Fills a Radicale with one calendar, of which a tenth is of a job search, and has each contender read it in a
process of its own. Prints each figure with its limit. Ends with 1 if a limit is not met, with 2 if nothing
could be measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from benchmarks.contenders import WrongResultError
from benchmarks.machine import machine
from benchmarks.sync_limits import Row
from tests.servers.caldav.store import event
from tests.servers.radicale import USERS, Radicale, radicale

if TYPE_CHECKING:
    import requests

    from ingest.types import CalendarEvent, Event

USER = "robin"
SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
AT_ONCE = 100  # as the connector asks; a loop that asks for all at once is measured too
CALENDAR = "robin/jobs/"

_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_LIST = f"<d:propfind {_SPACES}><d:prop><d:getetag/></d:prop></d:propfind>"
_STATE = f"<d:propfind {_SPACES}><d:prop><d:sync-token/></d:prop></d:propfind>"
_GET = (
    f"<c:calendar-multiget {_SPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop>%s</c:calendar-multiget>"
)


class Diary:
    """Takes a tenth of them; keeps what was taken in memory."""

    mark = "always the same"

    def __init__(self) -> None:
        self.kept: list[CalendarEvent] = []

    def belongs(self, event: Event) -> bool:
        return "Acme" in event.summary

    def taken(self, source: str) -> tuple[CalendarEvent, ...]:
        return tuple(self.kept)


def fill(server: Radicale, events: int) -> int:
    """Puts so many events into the calendar; how many octets they are."""
    folder, octets = server.calendar("jobs"), 0
    more = "DESCRIPTION:" + "Please bring a photo identification. " * 12 + "\n"
    more += "".join(f"ATTENDEE;CN=Person {one}:mailto:person{one}@acme.example\n" for one in range(4))
    for number in range(events):
        day = (dt.date(2026, 1, 5) + dt.timedelta(days=number % 300)).strftime("%Y%m%d")
        summary = "Interview at Acme" if number % 10 == 0 else "Lunch with a friend"
        raw = event(f"event{number}@bench.example", summary, day, 8 + number % 9, more=more)
        (folder / f"event{number}.ics").write_bytes(raw)
        octets += len(raw)
    return octets


def tealeaves(url: str, events: int) -> dict[str, float]:
    """A first sync, with what it imports, and one with nothing new, in seconds."""
    began = time.perf_counter()
    from ingest.caldav.account import Account
    from ingest.caldav.connector import CalDav
    from ingest.credentials import Password
    from ingest.types import CalendarEvent

    diary, cursors = Diary(), dict[str, str]()
    account = Account("bench", url, SINCE, SINCE)

    def sync(began: float) -> float:
        with CalDav(account, lambda refused="": Password(USER, USERS[USER]), diary) as connector:
            for batch in connector.changes(dict(cursors)):
                cursors[batch.stream] = batch.cursor
                diary.kept += [one for one in batch.items if isinstance(one, CalendarEvent)]
        return time.perf_counter() - began

    first = sync(began)
    if len(diary.kept) != -(-events // 10):
        raise WrongResultError(f"{len(diary.kept)} events were taken")
    return {"first": first, "nothing new": sync(time.perf_counter())}


def loop(url: str, events: int) -> dict[str, float]:
    """Lists the documents and gets them all; then asks once more whether anything changed. In seconds; how
    long the parsing of what came takes is told apart, each with what it imports."""
    began = time.perf_counter()
    import requests
    from requests.auth import HTTPBasicAuth

    with requests.Session() as session:
        session.auth = HTTPBasicAuth(USER.encode(), USERS[USER].encode())
        listed = _asked(session, "PROPFIND", url + CALENDAR, _LIST)
        hrefs = [one.text or "" for one in listed.iterfind("{DAV:}response/{DAV:}href")]
        hrefs = [href for href in hrefs if href.endswith(".ics")]
        raws: list[str] = []
        for at in range(0, len(hrefs), AT_ONCE):
            named = "".join(f"<d:href>{href}</d:href>" for href in hrefs[at : at + AT_ONCE])
            found = _asked(session, "REPORT", url + CALENDAR, _GET % named)
            raws += [one.text or "" for one in found.iter("{urn:ietf:params:xml:ns:caldav}calendar-data")]
        first = time.perf_counter() - began
    if len(raws) != events:
        raise WrongResultError(f"the loop got {len(raws)} events")
    began = time.perf_counter()
    from ingest.invites import read_calendar
    from ingest.types import Place

    for raw in raws:
        read_calendar(raw.encode(), Place("bench", "caldav"))
    parsing = time.perf_counter() - began
    began = time.perf_counter()
    with requests.Session() as session:
        session.auth = HTTPBasicAuth(USER.encode(), USERS[USER].encode())
        _asked(session, "PROPFIND", url + CALENDAR, _STATE, depth="0")
    return {"first": first, "parsing": parsing, "nothing new": time.perf_counter() - began}


def _asked(session: requests.Session, method: str, url: str, body: str, depth: str = "1") -> Any:
    headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
    answer = session.request(method, url, data=body.encode(), headers=headers, timeout=600)
    answer.raise_for_status()
    return ElementTree.fromstring(answer.content)


def measure(server: Radicale, events: int, rounds: int) -> dict[str, Any]:
    """Everything, as it was measured. The first round warms Radicale's own cache and is not counted."""
    found: dict[str, Any] = {"machine": machine(), "events": events, "octets": fill(server, events)}
    for name in ("tealeaves", "loop"):
        found[name] = []
    for nth in range(rounds + 1):
        for name in ("loop", "tealeaves"):
            before = len(server.requests)
            command = [sys.executable, "-m", "benchmarks.caldav", "--only", name, server.url]
            done = subprocess.run(
                [*command, "--events", str(events)], capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise WrongResultError(f"{name} ended with {done.returncode}: {done.stderr[-800:]}")
            if nth:
                found[name].append(json.loads(done.stdout) | {"requests": len(server.requests) - before})
    return found


def judged(found: dict[str, Any]) -> list[Row]:
    """The figures. Medians; a ratio is taken within each round. The last request of each contender is that
    of nothing new."""
    pairs = list(zip(found["tealeaves"], found["loop"], strict=True))
    ours, bare = found["tealeaves"][-1], found["loop"][-1]
    return [
        Row("first: requests", ours["requests"] - 1, ""),
        Row(
            "first: requests to those of the loop", (ours["requests"] - 1) / (bare["requests"] - 1), "x", 1.3
        ),
        Row("first: whole", median(one["first"] for one, _ in pairs), "s"),
        Row("loop: download", median(one["first"] for _, one in pairs), "s"),
        Row("loop: parsing of what came", median(one["parsing"] for _, one in pairs), "s"),
        Row(
            "first: seconds to download and parsing",
            median(one["first"] / (other["first"] + other["parsing"]) for one, other in pairs),
            "x",
            1.3,
        ),
        Row("nothing new: requests", 1, "", 2),
        Row("nothing new: whole", median(one["nothing new"] for one, _ in pairs), "s"),
        Row(
            "nothing new: seconds to one question of requests",
            median(one["nothing new"] / other["nothing new"] for one, other in pairs),
            "x",
        ),
    ]


def main() -> int:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--events", type=int, default=2000)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured there")
    ask.add_argument("--only", nargs=2, metavar=("WHO", "URL"), help=argparse.SUPPRESS)
    given = ask.parse_args()
    try:
        if given.only:
            who, url = given.only
            print(json.dumps((tealeaves if who == "tealeaves" else loop)(url, given.events)))
            return 0
        with radicale() as server:
            found = measure(server, given.events, given.rounds)
    except WrongResultError as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 2
    rows = judged(found)
    if given.json:
        given.json.write_text(json.dumps(found | {"rows": [asdict(row) for row in rows]}, indent=1) + "\n")
    print(f"{found['events']:,} events, {found['octets'] / 1e6:.1f} MB")
    print(", ".join(f"{name} {value}" for name, value in found["machine"].items()))
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:8.2f}  {'yes' if row.met else 'NO'}"
        print(f"{row.what:58}{row.value:12.3f} {row.unit:3} {limit}".rstrip())
    print("Trust the counts and the ratios, not the seconds.")
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
