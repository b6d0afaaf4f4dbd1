"""Our Google and a stranger's tell a reader the same, whatever happens to the mail."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.credentials import Token
from tests.ingest.gmail.archive import Archive, connector, sync
from tests.ingest.imap.archive import letter
from tests.servers.emulator.server import Emulator
from tests.servers.google import GoogleServer, google_server

LABEL = "Jobs"
CHANGES = ("add", "delete", "trash", "untrash", "label", "unlabel", "sync")
HAPPENINGS = st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 4)), max_size=20)


@dataclass
class Ours:
    server: GoogleServer

    def __post_init__(self) -> None:
        self.url = self.server.url
        self.label = self.server.mail.new_label(LABEL)

    def add(self, raw: bytes) -> str:
        return self.server.mail.add(raw)

    def happen(self, what: str, mail: str) -> None:
        if what == "label":
            self.server.mail.label(mail, add=(self.label,))
        elif what == "unlabel":
            self.server.mail.label(mail, remove=(self.label,))
        else:
            getattr(self.server.mail, what)(mail)


@dataclass
class Theirs:
    server: Emulator

    def __post_init__(self) -> None:
        self.url = self.server.url
        self.label = self.server.new_label(LABEL)

    def add(self, raw: bytes) -> str:
        return self.server.insert(raw)

    def happen(self, what: str, mail: str) -> None:
        if what == "label":
            self.server.relabel(mail, add=(self.label,))
        elif what == "unlabel":
            self.server.relabel(mail, remove=(self.label,))
        else:
            getattr(self.server, what)(mail)


@dataclass
class Reading:
    """A mailbox, and what somebody who reads it knows of it."""

    box: Ours | Theirs
    token: str
    archive: Archive = field(default_factory=Archive)
    mails: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def happen(self, what: str, which: int) -> None:
        if what == "sync":
            self.read()
        elif what == "add":
            self.mails.append(self.box.add(letter(next(self.numbers))))
        elif which < len(self.mails):
            self.box.happen(what, self.mails.pop(which) if what == "delete" else self.mails[which])

    def read(self) -> None:
        token = Token("", self.token)
        sync(connector(self.box, self.archive, sign_in=lambda refused="": token), self.archive)

    def known(self) -> list[tuple[str, bool]]:
        """The subject of each mail that is there, and whether it has the label."""
        return sorted(
            (subject, LABEL in self.archive.labels[spot])
            for (_, spot), subject in self.archive.subject_at().items()
        )


@given(happenings=HAPPENINGS)
@settings(max_examples=40)
def test_a_reader_of_either_knows_the_same(one_emulator: Emulator, happenings: list[tuple[str, int]]) -> None:
    one_emulator.reset()
    with google_server() as server:
        ours = Reading(Ours(server), "token")
        theirs = Reading(Theirs(one_emulator), one_emulator.token)
        for what, which in (*happenings, ("sync", 0)):
            ours.happen(what, which)
            theirs.happen(what, which)
            if what == "sync":
                assert ours.known() == theirs.known()
        assert not server.violations
