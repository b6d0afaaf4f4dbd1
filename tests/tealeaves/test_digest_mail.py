"""The digest as a mail: whatever the words in it, its headers are ours, and it says the same read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from reports.digest import digest
from reports.settings import Person
from tealeaves.post.compose import compose
from tealeaves.post.settings import Outgoing
from tealeaves.tables import SmtpTable

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)
OUTGOING = Outgoing("robin@postbox.example", "robin@postbox.example", SmtpTable("smtp.example.org"))
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version"]
HOSTILE = "x\r\nBcc: eve@evil.example\r\n\r\n<script>\u202e\x1b[31m=?utf-8?q?=0AX:_y?="
any_text = st.text(st.characters(exclude_categories=["Cs"]))


def mailed(
    name: str = "Robin Hale", headline: str = "2 moved up.", text: str = "t", html: str = "h"
) -> bytes:
    person = Person(name=name, timezone="Europe/London")
    week = replace(digest((), (), (), person, datetime(2026, 9, 21, tzinfo=UTC), NOW), headline=headline)
    return bytes(compose(week, text, html, OUTGOING, "2026-W40", token="0123abcd", at=NOW))


def back(raw: bytes) -> Any:
    return message_from_bytes(raw, policy=default)


def lines(text: str) -> list[str]:
    """However they end, and whether or not the last one does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


@settings(deadline=None)
@given(any_text | st.just(HOSTILE), any_text | st.just(HOSTILE))
def test_no_words_make_a_header(name: str, headline: str) -> None:
    raw = mailed(name, headline)
    read = back(raw)
    assert list(read.keys()) == [*HEADERS, "Content-Type"]
    assert [one.addr_spec for one in read["To"].addresses] == ["robin@postbox.example"]
    assert read["Message-ID"] == "<digest.2026-W40.0123abcd@tealeaves.invalid>"
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@settings(deadline=None)
@given(any_text, any_text)
def test_both_forms_come_through_as_they_are(text: str, html: str) -> None:
    plain, rich = back(mailed(text=text, html=html)).iter_parts()
    assert lines(plain.get_content()) == lines(text)
    assert lines(rich.get_content()) == lines(html)


def test_names_in_any_script_and_long_lines_come_through() -> None:
    long = "Überlänge – " * 400
    headline = "You have an offer from Bjørk & Søn, 北京软件 and Škoda Křižík. 2 moved up"
    raw = mailed("Zoë Müller-Ångström", headline, f"{long}\nΑθήνα", f"<p>{long}</p>")
    read = back(raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert read["To"].addresses[0].display_name == "Zoë Müller-Ångström"
    assert read["Subject"] == f"Job search, week 40: {headline}"
    assert lines(read.get_body(("plain",)).get_content()) == [long, "Αθήνα"]
    assert lines(read.get_body(("html",)).get_content()) == [f"<p>{long}</p>"]


def test_a_long_headline_is_cut_in_the_subject() -> None:
    subject = back(mailed(headline="word " * 100))["Subject"]
    assert len(subject) <= 110 and subject.endswith("…")


def test_the_date_is_on_the_persons_clock() -> None:
    assert back(mailed())["Date"] == "Mon, 28 Sep 2026 08:00:00 +0100"


def test_our_own_parser_knows_it() -> None:
    message = parse(RawMail(mailed(), Place("", "eml")))
    assert isinstance(message, Message)
    assert message.list_id == "digest.tealeaves.invalid"
    assert (message.automatic, message.bulk) == ("auto-generated", True)
