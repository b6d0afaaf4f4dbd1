"""A mail means the same whether it came whole or in the parts that were fetched of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.imap import mails as plans
from ingest.mime.parse import parse
from ingest.types import Attachment, Message, Place, Problem, RawMail
from tests.ingest.imap.archive import Archive, connector, sync
from tests.servers.imap.mail import Message as Stored
from tests.servers.imap.mail import folders

if TYPE_CHECKING:
    from tests.servers.account import Account
    from tests.servers.imap.server import ScriptedImap

    Scripted = Callable[..., ScriptedImap]

ROOT = Path(__file__).parents[3]
RECEIVED = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
CORPORA = {
    "oddities": sorted((ROOT / "tests/mails").glob("*.eml")),
    "example": sorted((ROOT / "examples/search/mail").glob("*.eml")),
    "second": sorted((ROOT / "tests/searches/second/mail").glob("*.eml")),
}
UNLIKE = ("null-byte-in-body.eml",)
"""No literal may hold NUL (RFC 3501 §9): Dovecot gives 0x80 for it."""


class Forgetful(Archive):
    """Knows no mail, and so is given every copy whole."""

    def known(self, keys: object) -> frozenset[str]:
        return frozenset()


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def received(raw: bytes) -> dt.datetime:
    """A moment after it was sent."""
    whole = parse(RawMail(crlf(raw), Place("", "")))
    is_likely = isinstance(whole, Message) and 2022 < whole.at.year < 2027
    return whole.at + dt.timedelta(seconds=5) if is_likely and isinstance(whole, Message) else RECEIVED


def by_dovecot(request: pytest.FixtureRequest, raws: list[bytes]) -> Archive:
    mailbox: Account = request.getfixturevalue("mailbox")
    for raw in raws:
        mailbox.deliver(raw, received=received(raw))
    archive = Forgetful()
    sync(connector(mailbox.server, archive, mailbox.user), archive)
    return archive


def by_scripted(request: pytest.FixtureRequest, raws: list[bytes]) -> Archive:
    scripted: Scripted = request.getfixturevalue("scripted")
    server = scripted(folders(*(Stored(uid, raw, received=received(raw)) for uid, raw in enumerate(raws, 1))))
    archive = Forgetful()
    sync(connector(server, archive), archive)
    return archive


def message(raw: RawMail, received_at: dt.datetime) -> Message | Problem:
    """As it is parsed, with the same place and labels for all."""
    return parse(replace(raw, place=Place("", ""), labels=(), received_at=received_at))


def pairs(archive: Archive, paths: list[Path]) -> Iterator[tuple[str, RawMail, Message, Message]]:
    """The name of each mail, what came of it, and how it and the whole mail are read."""
    came = {int(mail.place.spot.partition(":")[2]): mail for mail in archive.mails}
    for uid, path in enumerate(paths, 1):
        raw = path.read_bytes()
        whole = message(RawMail(crlf(raw), Place("", "")), received(raw))
        fetched = message(came[uid], received(raw))
        assert isinstance(whole, Message), path.name
        assert isinstance(fetched, Message), path.name
        yield path.name, came[uid], fetched, whole


def differences(fetched: Message, whole: Message) -> dict[str, tuple[object, object]]:
    found = {}
    for field in fields(Message):
        ours, theirs = getattr(fetched, field.name), getattr(whole, field.name)
        if field.name == "attachments":
            ours, theirs = (
                [(one.name, one.content_type) for one in ours],
                [(one.name, one.content_type) for one in theirs],
            )
        if field.name == "forwarded":
            inner = [differences(*both) for both in zip(ours, theirs, strict=False)]
            ours, theirs = (len(ours), inner), (len(theirs), [{}] * len(theirs))
        if ours != theirs:
            found[field.name] = (ours, theirs)
    return found


def is_near(ours: Attachment, theirs: Attachment) -> bool:
    """The size of an attachment that stayed where it is is reckoned from its encoded size."""
    return abs(ours.size - theirs.size) <= 0.03 * theirs.size + 3


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("server", [by_dovecot, by_scripted])
def test_a_mail_fetched_in_parts_is_read_as_the_whole_mail(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    server: Callable[[pytest.FixtureRequest, list[bytes]], Archive],
    corpus: str,
) -> None:
    """With the HTML of programs' mail too: the next test is about leaving that out."""
    monkeypatch.setattr(plans, "plan", partial(with_html, plans.plan))
    paths = [path for path in CORPORA[corpus] if not (server is by_dovecot and path.name in UNLIKE)]
    archive = server(request, [path.read_bytes() for path in paths])
    different = {}
    for name, _, fetched, whole in pairs(archive, paths):
        if found := differences(fetched, whole):
            different[name] = found
        assert all(map(is_near, fetched.attachments, whole.attachments)), name
    assert not different
    assert not archive.problems


def with_html(plan: Callable[..., plans.Plan], *arguments: object) -> plans.Plan:
    return plan(*arguments).full


@pytest.mark.parametrize("corpus", CORPORA)
def test_of_a_programs_mail_the_text_may_come_from_the_plain_part_and_nothing_else_differs(
    request: pytest.FixtureRequest, corpus: str
) -> None:
    paths = [path for path in CORPORA[corpus] if path.name not in UNLIKE]
    archive = by_dovecot(request, [path.read_bytes() for path in paths])
    for name, _, fetched, whole in pairs(archive, paths):
        different = differences(fetched, whole)
        if whole.bulk or whole.automatic:
            different.pop("text", None)
            assert bool(fetched.text.strip()) == bool(whole.text.strip()), name
        assert not different, name
