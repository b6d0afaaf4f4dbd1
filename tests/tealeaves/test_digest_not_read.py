"""The digest comes back with the mail, and is not taken for mail of the search: at no door."""

from __future__ import annotations

import mailbox as boxes
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import TYPE_CHECKING

import pytest

from reports.render.digest_text import digest_text
from tealeaves.post.compose import compose
from tealeaves.post.settings import Outgoing
from tealeaves.tables import SmtpTable
from tests.tealeaves import post
from tests.tealeaves.person import Person, deliver

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.account import Account

ROBIN = "robin.hale@postbox.example"
SENT = datetime(2026, 8, 9, 19, tzinfo=UTC)
WORDS = (b"where each application stands", b"OPEN APPLICATIONS", b"2026-W32 in words")
ID = "<digest.2026-W32.0123abcd@tealeaves.invalid>"


def sent() -> EmailMessage:
    """A digest as it was mailed. The words in it are those of a letter that is relevant by itself."""
    from reports.digest import digest
    from reports.settings import Person as Reader

    week = digest((), (), (), Reader("Robin Hale", "Europe/London"), datetime(2026, 8, 3, tzinfo=UTC), SENT)
    letter = post.interview(1, 0).get_content()
    text = f"{digest_text(week)}\nOPEN APPLICATIONS\n\n{letter}\n2026-W32 in words\n"
    outgoing = Outgoing(ROBIN, ROBIN, SmtpTable("smtp.example.org"))
    return compose(week, text, f"<p>{letter}</p>", outgoing, "2026-W32", token="0123abcd", at=SENT)


def under_another_id() -> EmailMessage:
    """As it comes from a server that writes every Message-ID itself."""
    made = sent()
    made.replace_header("Message-ID", "<0102018f@mail-server.example>")
    return made


def reply() -> EmailMessage:
    made = post.mail(8, post.MINE, "Re: Job search, week 32", "Note to self: call them.\n", answers=ID)
    made.add_attachment(sent())
    return made


DIGESTS = {"digest": sent, "under another Message-ID": under_another_id, "own answer": reply}


def stored(person: Person) -> bytes:
    return b"".join(path.read_bytes() for path in (person.folder / "store").iterdir())


@pytest.fixture(params=DIGESTS)
def own(request: pytest.FixtureRequest) -> EmailMessage:
    return DIGESTS[request.param]()


def test_a_sync_fetches_no_body_of_it_and_touches_no_application(
    robin: Person, mailbox: Account, own: EmailMessage
) -> None:
    deliver(mailbox, post.interview(1, 0))
    robin.sync()
    applications = robin.run("applications", "--json", "--as-of", "2026-08-12").out
    deliver(mailbox, own)
    mailbox.record()
    said = robin.sync()
    assert (said["listed"], said["gated"], said["fetched"], said["touched"]) == (1, 1, 0, 0)
    assert not any("TEXT" in command or "PEEK[1" in command for command in mailbox.commands())
    assert robin.run("applications", "--json", "--as-of", "2026-08-12").out == applications
    assert nothing_of_it_is_stored(robin, own)
    assert robin.sync()["listed"] == 0


def test_no_letter_of_its_thread_brings_it_in(robin: Person, mailbox: Account, own: EmailMessage) -> None:
    """A recruiter to whom it was forwarded answers; what the recruiter wrote is the recruiter's."""
    deliver(mailbox, post.interview(1, 0), own)
    robin.sync()
    answer = post.interview(9, 0)
    answer["In-Reply-To"] = own["Message-ID"]
    answer["References"] = f"{ID} {own['Message-ID']}" if own["Message-ID"] != ID else ID
    deliver(mailbox, answer)
    said = robin.sync()
    assert (said["fetched"], said["touched"]) == (1, 1)
    assert robin.standing(9) == "relevant"
    assert nothing_of_it_is_stored(robin, own)


@pytest.mark.parametrize("door", ["mbox", "maildir", "eml"])
def test_an_import_leaves_nothing_of_it_but_its_identity(
    person: Person, tmp_path: Path, own: EmailMessage, door: str
) -> None:
    person.write()
    place = tmp_path / "mail"
    raws = [post.interview(1, 0).as_bytes(), own.as_bytes(policy=SMTP)]
    if door == "mbox":
        place.write_bytes(b"".join(map(post.boxed, raws)))
    elif door == "maildir":
        folder = boxes.Maildir(place)
        for raw in raws:
            folder.add(raw)
    else:
        place.mkdir()
        for number, raw in enumerate(raws):
            (place / f"{number}.eml").write_bytes(raw)
    assert person.run("import", place).code == 0
    [application] = person.run("applications", "--json", "--as-of", "2026-08-12").json()
    assert application["messages"] == [post.message_id(1)]
    assert nothing_of_it_is_stored(person, own)


def nothing_of_it_is_stored(person: Person, own: EmailMessage) -> bool:
    kept = stored(person)
    [row] = [one for one in person.shown()["messages"] if one["message_id"] == own["Message-ID"]]
    assert row["correspondents"] == []
    [reading] = [one for one in person.shown()["readings"] if one["message_key"] == row["key"]]
    assert reading["standing"] == "irrelevant"
    return not any(word in kept for word in (*WORDS, b"Note to self", b"week 32"))


def test_classify_shows_it_as_not_about_the_job_search(
    person: Person, tmp_path: Path, own: EmailMessage
) -> None:
    person.write()
    (tmp_path / "one.eml").write_bytes(own.as_bytes(policy=SMTP))
    [line] = person.run("classify", "--json", tmp_path / "one.eml").out.splitlines()
    assert '"relevant": false' in line and '"signals": []' in line
    assert "not about the job search" in person.run("classify", tmp_path / "one.eml").out


def test_the_mail_that_is_made_here_is_one_that_is_sent() -> None:
    read = message_from_bytes(bytes(sent()), policy=default)
    assert read["Message-ID"] == ID
    assert read["List-Id"].endswith("<digest.tealeaves.invalid>")
