"""How long reports take, and whether that grows with what is open or with what is stored.

    python -m compileall -q ingest classify store reports tealeaves
    python -m benchmarks.reports [--small 200] [--large 2000] [--open 30] [--runs 5] [--json]

Two stores are filled, each with the same number of open applications and with ever more that have ended, of a
hundred messages each. Then the reporting commands are run as processes of their own, the two stores in turn,
and the quickest run counts: whatever else a machine does only makes it slower. "processor" is the processor's
own time, which others disturb least. "first" is the very first
`applications`, which has all to read, as after an upgrade; "kept by settling" is what the settling after an
import adds where nothing is known of any ending yet, "one more" where one application has ended since.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.machine import machine
from benchmarks.processes import Peak, Run, run
from classify.applications.types import Application, Grouping, Membership, Verdict
from classify.fingerprint import grouping_fingerprint
from classify.types import Author, Claim, Confidence, Evidence, Reading, Sections, Signal, Standing
from ingest.types import Address, Attendee, Event, Message, Place, TimeKind, When
from reports.settings import Person
from store.intake import Intake, ReadMessage
from store.models import EndingRow
from store.store import Store, open_store
from tealeaves.pipeline.endings import keep_endings

NOW = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
OWNER = Address("Robin Hale", "robin.hale@postbox.example")
PERSON = Person("Robin Hale", "Europe/London", addresses=frozenset({OWNER.email}))
MESSAGES = 100  # of each application
LASTS = timedelta(weeks=10)  # an application
AT_ONCE = 20  # applications of one commit
COMMANDS = {
    "applications": ["applications"],
    "digest": ["digest"],
    "show": ["show", "a0000001"],
    "responsiveness": ["responsiveness"],
    "applications --all": ["applications", "--all"],
}
START = "import sys; from tealeaves.cli.main import main; sys.exit(main())"
BODY = "Thank you for the time that you took on Tuesday, it was good to hear how the team works. " * 9

SAID = {  # what is said in the nth message of an application, and by whom
    0: (Author.CANDIDATE, "application_sent"),
    1: (Author.SYSTEM, "application_received"),
    8: (Author.PERSON, "interview_invitation"),
    20: (Author.CANDIDATE, "thank_you_note"),
    30: (Author.PERSON, "positive_feedback"),
    44: (Author.PERSON, "follow_up_interview"),
    58: (Author.PERSON, "salary_expectations"),
    66: (Author.CANDIDATE, "candidate_follow_up"),
    72: (Author.PERSON, "scheduling_delay"),
    80: (Author.PERSON, "keeping_warm"),
}
REJECTED = {99: (Author.PERSON, "rejection")}
ENDS = {  # of one in twenty each; the others are rejected
    0: {99: (Author.CANDIDATE, "withdrawal")},
    1: {96: (Author.PERSON, "offer"), 97: (Author.CANDIDATE, "offer_accepted")},
}


def filled(store: Store, candidate: int, many: int, are_open: int) -> None:
    """Writes `many` applications, the first `are_open` of them open, as if read and grouped."""
    for at in range(0, many, AT_ONCE):
        numbers = range(at, min(many, at + AT_ONCE))
        letters = tuple(one for number in numbers for one in _letters(number, number < are_open))
        store.commit(candidate, Intake("sample", "", "", messages=letters), NOW)
    made = tuple(_application(number) for number in range(many))
    store.replace_applications(candidate, Grouping(made, ()), grouping_fingerprint())


def _application(number: int) -> Application:
    members = tuple(Membership(_key(number, place), "thread") for place in range(MESSAGES))
    company = f"Firm {number}"
    return Application(f"a{number:07x}", company, "Data engineer", "", members, (f"meeting-{number}",))


def _letters(number: int, is_open: bool) -> Iterator[ReadMessage]:
    ended = NOW - timedelta(hours=6) if is_open else NOW - timedelta(days=20 + number % 300)
    said = SAID | ({} if is_open else ENDS.get(number % 20, REJECTED))
    for place in range(MESSAGES):
        at = ended - LASTS * (1 - place / (MESSAGES - 1))
        usual = (Author.CANDIDATE if place % 2 else Author.PERSON, "")
        author, signal = said.get(place, usual)
        yield _letter(number, place, at, author, signal)


def _letter(number: int, place: int, at: datetime, author: Author, signal: str) -> ReadMessage:
    key = _key(number, place)
    company = Address("Dana Reyes", f"dana@firm{number}.example")
    sender = OWNER if author is Author.CANDIDATE else company
    found = Signal(signal, Confidence.CERTAIN, Evidence(0, 20, BODY[:20]), "thank you")
    message = Message(
        key=key,
        message_id=f"<{key}@mail.example>",
        in_reply_to=(f"<{_key(number, place - 1)}@mail.example>",) if place else (),
        references=(),
        provider_thread=None,
        sender=sender,
        reply_to=(),
        to=(company if sender is OWNER else OWNER,),
        cc=(),
        subject=f"Your application at Firm {number}",
        at=at,
        zone_minutes=60,
        text=BODY,
        automatic="",
        bulk=False,
        mailer="",
        return_path=sender.email,
        labels=(),
        events=(_event(number, at, company),) if signal == "interview_invitation" else (),
    )
    reading = Reading(
        key=key,
        author=author,
        standing=Standing.RELEVANT,
        reasons=("about an application",),
        text=BODY,
        sections=Sections(BODY, "", "", "", ""),
        signals=(found,) if signal else (),
        company=Claim(f"Firm {number}", "sender"),
        role=Claim("Data engineer", "subject"),
        agency=None,
        requisition="",
        promise=None,
        asks=place % 5 == 1 and place < 90,
        rules="benchmark",
    )
    return ReadMessage(message, reading, Place("sample", "mbox", key), ("token",), keep=True)


def _event(number: int, seen: datetime, organizer: Address) -> Event:
    start = seen + timedelta(days=5)
    return Event(
        uid=f"meeting-{number}",
        recurrence_id="",
        sequence=0,
        stamp=seen,
        method="REQUEST",
        status="CONFIRMED",
        summary="Interview",
        description="",
        location="",
        link="",
        organizer=organizer,
        attendees=(Attendee(OWNER, "NEEDS-ACTION"),),
        start=When(start, TimeKind.ZONED, "Europe/London"),
        end=When(start + timedelta(hours=1), TimeKind.ZONED, "Europe/London"),
    )


def _key(number: int, place: int) -> str:
    return f"{number:024x}{place:08x}"


def prepared(folder: Path, many: int, are_open: int) -> dict[str, Any]:
    """A configuration and a store in the folder; what settling adds to it, in seconds."""
    url = f"sqlite:///{folder}/store.db"
    (folder / "config.toml").write_text(
        f'[me]\nname = "{PERSON.name}"\naddresses = ["{OWNER.email}"]\ntimezone = "{PERSON.timezone}"\n'
        f'[store]\nurl = "{url}"\n'
    )
    with open_store(url, now=NOW) as store:
        candidate = store.candidate("me")
        began = time.perf_counter()
        filled(store, candidate, many, are_open)
        spent = {"filling": time.perf_counter() - began}
        spent["kept by settling"] = _kept(store, candidate)
        store.say(candidate, Verdict("snooze", _key(many - 1, 0), "{}"), NOW - timedelta(days=30))
        spent["one more"] = _kept(store, candidate)
    _forget(url)
    return spent


def _kept(store: Store, candidate: int) -> float:
    began = time.perf_counter()
    keep_endings(store, candidate, PERSON, NOW)
    return time.perf_counter() - began


def _forget(url: str) -> None:
    """As after an upgrade: no ending is known."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.delete(EndingRow.__table__))
    engine.dispose()


def timed(folder: Path, command: list[str], peak: Peak | None = None) -> Run:
    """One run of the command, as a process."""
    environment = {**os.environ, "TEALEAVES_CONFIG": str(folder / "config.toml")}
    done = run([sys.executable, "-c", START, *command, "--as-of", NOW.isoformat()], environment, peak)
    if done.code:
        raise RuntimeError(done.err)
    return done


def measure(small: int, large: int, are_open: int, runs: int) -> dict[str, Any]:
    """The quickest of the runs, for each size and command."""
    with tempfile.TemporaryDirectory() as place:
        folders = {many: Path(place) / str(many) for many in (small, large)}
        found: dict[int, dict[str, Any]] = {}
        for many, folder in folders.items():
            folder.mkdir()
            found[many] = prepared(folder, many, are_open)
            found[many]["first"] = timed(folder, COMMANDS["applications"]).wall
        for name, command in COMMANDS.items():
            spent: dict[int, list[Run]] = {small: [], large: []}
            for _, (many, folder) in itertools.product(range(runs), folders.items()):
                spent[many].append(timed(folder, command))
            for many, folder in folders.items():
                peak = Peak()
                timed(folder, command, peak)
                found[many][name] = min(one.wall for one in spent[many])
                found[many][f"{name}, processor"] = min(one.cpu for one in spent[many])
                found[many][f"{name}, MB"] = peak.largest
    return {
        "small": small,
        "large": large,
        "open": are_open,
        "messages": MESSAGES,
        "runs": runs,
        "machine": machine(),
        "figures": {
            name: {
                "small": round(found[small][name], 3),
                "large": round(found[large][name], 3),
                "ratio": round(found[large][name] / found[small][name], 2),
            }
            for name in found[small]
        },
    }


def table(found: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    lines = [
        f"{found['small']:,} and {found['large']:,} applications of {found['messages']} messages, "
        f"{found['open']} of them open; best of {found['runs']}, seconds",
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        "",
        f"{'':30}{found['small']:>10,}{found['large']:>10,}{'ratio':>9}",
    ]
    for name, one in found["figures"].items():
        lines.append(f"{name:30}{one['small']:10.3f}{one['large']:10.3f}{one['ratio']:9.2f}")
    return "\n".join(lines)


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--small", type=int, default=200, help="applications (default 200)")
    ask.add_argument("--large", type=int, default=2000, help="applications (default 2,000)")
    ask.add_argument("--open", type=int, default=30, help="of them open (default 30)")
    ask.add_argument("--runs", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    found = measure(given.small, given.large, given.open, given.runs)
    print(json.dumps(found, indent=2) if given.json else table(found))


if __name__ == "__main__":
    main()
