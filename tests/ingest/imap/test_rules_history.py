"""Whatever happens to a mailbox between, before and while it is synced, the archive knows in the end what is
where, each mail was given once, and nothing was changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.imap import requests
from tests.ingest.imap.archive import Archive, connector, letter, sync
from tests.servers.imap.mail import Folder, Message
from tests.servers.imap.script import Script, Step
from tests.servers.imap.server import ScriptedImap, scripted_imap

if TYPE_CHECKING:
    import pytest

NAMES = ("INBOX", "Sent")


class Mailbox:
    """A mailbox of two folders, and what may happen to it."""

    def __init__(self, server: ScriptedImap, *, tells_uidnext: bool) -> None:
        self.server = server
        self.next = dict.fromkeys(NAMES, 1)
        self.tells_uidnext = tells_uidnext
        self.letters = 0

    def comes(self, folder: str, raw: bytes | None = None) -> None:
        if raw is None:
            self.letters += 1
            raw = letter(self.letters)
        self.server.folder(folder).add(Message(self.next[folder], raw))
        self._count(folder, self.next[folder] + 1)

    def goes(self, folder: str, nth: int) -> Message | None:
        there = self.server.folder(folder).messages
        if not there:
            return None
        one = there[nth % len(there)]
        self.server.folder(folder).remove(one.uid)
        return one

    def moves(self, folder: str, nth: int) -> None:
        one = self.goes(folder, nth)
        if one is not None:
            self.comes("Sent" if folder == "INBOX" else "INBOX", one.raw)

    def is_made_anew(self, folder: str) -> None:
        there = [one.raw for one in self.server.folder(folder).messages]
        self.server.folder(folder).messages = [Message(uid, raw) for uid, raw in enumerate(there, 1)]
        self.server.folder(folder).uidvalidity += 1
        self._count(folder, len(there) + 1)

    def what_is_where(self) -> dict[tuple[str, str], bytes]:
        return {
            (f"mine/{folder.name}", f"{folder.uidvalidity}:{one.uid}"): one.raw
            for folder in self.server.folders
            for one in folder.messages
        }

    def _count(self, folder: str, following: int) -> None:
        self.next[folder] = following
        self.server.folder(folder).uidnext = following if self.tells_uidnext else -1


folder_names, numbers = st.sampled_from(NAMES), st.integers(0, 9)
happenings = st.one_of(
    st.tuples(st.just("comes"), folder_names),
    st.tuples(st.just("comes"), folder_names),
    st.tuples(st.just("goes"), folder_names, numbers),
    st.tuples(st.just("moves"), folder_names, numbers),
    st.tuples(st.just("is_made_anew"), folder_names),
)
syncs = st.tuples(st.integers(1, 4), st.none() | st.tuples(st.integers(1, 5), happenings))


def happen(mailbox: Mailbox, what: tuple[str, ...]) -> None:
    getattr(mailbox, what[0])(*what[1:])


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    history=st.lists(st.tuples(st.lists(happenings, max_size=6), syncs), min_size=1, max_size=4),
    tells_uidnext=st.booleans(),
)
@example(  # one comes between EXAMINE and SEARCH, and later one goes: without UIDNEXT, EXISTS hides it
    history=[
        ([], (4, None)),
        ([("comes", "Sent")], (4, (1, ("comes", "Sent")))),
        ([("comes", "Sent"), ("goes", "Sent", 0)], (4, None)),
    ],
    tells_uidnext=False,
)
def test_after_any_history_the_archive_knows_what_is_where(
    monkeypatch: pytest.MonkeyPatch,
    history: list[tuple[list[tuple[str, ...]], tuple[int, tuple[int, tuple[str, ...]] | None]]],
    tells_uidnext: bool,
) -> None:
    monkeypatch.setattr(requests, "LISTED_AT_ONCE", 2)
    archive = Archive()
    with scripted_imap([Folder(name) for name in NAMES]) as server:
        mailbox = Mailbox(server, tells_uidnext=tells_uidnext)
        for name in NAMES:
            mailbox.comes(name)
        for before, (batches, during) in history:
            for what in before:
                happen(mailbox, what)
            if during is not None:
                server.script = Script(steps=(_meanwhile(mailbox, *during),))
            sync(connector(server, archive, folders=NAMES), archive, batches)
            server.script = Script()
        for _ in range(3):  # a deletion may hide for one sync, behind what came between two questions
            sync(connector(server, archive, folders=NAMES), archive)
        assert server.violations == []
        where = mailbox.what_is_where()
    keys = {archive.keys[spot] for spot in where}
    assert set(archive.keys) == set(where)
    assert {archive.messages[key].subject for key in keys} == {
        raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for raw in where.values()
    }
    assert len(archive.subjects) == len(set(archive.subjects))


def _meanwhile(mailbox: Mailbox, nth: int, what: tuple[str, ...]) -> Step:
    change: Callable[[list[Folder]], object] = lambda _: happen(mailbox, what)  # noqa: E731
    return Step("UID ", nth, change=change)
