"""For the tests of Gmail's rules: what is in a mailbox on the test server, and what was asked of it."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ingest.mime.parse import parse
from ingest.types import Problem, RawMail
from tests.ingest.gmail.archive import Archive
from tests.ingest.imap.archive import SINCE, letter
from tests.servers.google.faults import Fault, drop
from tests.servers.google.wire import Answer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from ingest.types import Item
    from tests.servers.google import GoogleServer
    from tests.servers.google.wire import Request

NINE = 1_772_442_000  # 2 March 2026, 9:00 UTC
AWAY = {"TRASH", "SPAM", "DRAFT", "CHAT"}


def filled(google: GoogleServer, count: int) -> list[str]:
    """So many letters, a minute apart; their ids, the oldest first."""
    return [google.mail.add(letter(number), at=NINE + 60 * number) for number in range(1, count + 1)]


def labelled(google: GoogleServer, count: int = 7) -> list[str]:
    """So many letters with a label of the person's."""
    label = google.mail.new_label("Jobs")
    return [google.mail.add(letter(number), labels=(label,)) for number in range(1, count + 1)]


class Pipeline(Archive):
    """An archive that keeps a problem where a mail cannot be parsed, as the pipeline does."""

    def _keep(self, item: Item) -> None:
        problem = parse(item) if isinstance(item, RawMail) else None
        super()._keep(problem if isinstance(problem, Problem) else item)


def says(value: Any) -> Fault:
    """The server answers with this."""
    return Fault(Answer(200, json.dumps(value).encode()))


def here(archive: Archive) -> set[str]:
    """The ids of the messages that are there, as far as the archive knows."""
    return {spot for _, spot in archive.spots}


def agree(google: GoogleServer, archive: Archive, since: dt.datetime = SINCE) -> None:
    """The archive has just what the mailbox has, with its labels; and the mailbox was merely read."""
    there = {
        mail.id: {google.mail.labels.names[one] for one in mail.labels} - {"UNREAD"}
        for mail in google.mail.mails.values()
        if AWAY.isdisjoint(mail.labels) and mail.at_ms >= since.timestamp() * 1000
    }
    assert here(archive) == set(there)
    assert {spot: set(labels) for spot, labels in archive.labels.items()} == there
    assert not google.violations


def asked(google: GoogleServer, name: str, since: int = 0) -> list[Request]:
    """The calls of that method, from the `since`-th call of any on."""
    return [request for request in google.requests[since:] if request.name == name]


def gets(google: GoogleServer, *formats: str, since: int = 0) -> Counter[str]:
    """How often each message was asked for; in these formats, if any are named."""
    return Counter(
        request.arguments["id"]
        for request in asked(google, "messages.get", since)
        if not formats or request.value("format") in formats
    )


def meanwhile(google: GoogleServer, match: Callable[[Request], bool], action: Callable[[], object]) -> None:
    """Something happens once, just before the next request that matches is answered."""
    happened: list[Request] = []

    def look(request: Request) -> bool:
        if not happened and match(request):
            happened.append(request)
            action()
        return False

    google.faults.on(look, drop())


def of_message(id: str, *formats: str) -> Callable[[Request], bool]:
    """A match for what is asked of that message."""
    return lambda request: (
        request.name == "messages.get"
        and request.arguments["id"] == id
        and (not formats or request.value("format") in formats)
    )
