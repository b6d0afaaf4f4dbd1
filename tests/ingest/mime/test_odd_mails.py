"""Every oddity is one file in tests/mails: the rule is stated here, the whole reading beside the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from tests.ingest import golden

MAILS = Path(__file__).parents[2] / "mails"

RULES: dict[str, dict[str, Any]] = {
    "latin1-with-cp1252": {"text": "We’re “happy” € 50"},
    "us-ascii-with-utf8": {"text": "Grüße aus Köln"},
    "no-content-type-utf8": {"text": "naïve façade"},
    "no-charset-latin1": {"text": "für Sie"},
    "unknown-charset": {"text": "Zoë"},
    "charset-quoted-junk": {"text": "Zoë"},
    "cp-850": {"text": "für"},
    "windows-874-thai": {"text": "สวัสดี"},
    "iso-2022-jp": {"text": "よろしく", "subject": "面接のご案内"},
    "gb2312-with-gbk-chars": {"text": "镕基"},
    "koi8-r-qp": {"text": "Привет"},
    "subject-raw-utf8": {"subject": "Entretien confirmé ✨"},
    "subject-raw-latin1": {"subject": "Gespräch"},
    "split-multibyte-encodedword": {"subject": "Einladung für Jörg"},
    "encodedword-no-space-adjacent": {"subject": "Re: Gespräch"},
    "encodedword-in-quotes-from": {"sender": ("Jörg Müller", "j@firma.de")},
    "encodedword-comma-in-name": {"sender": ("Müller, Jörg", "j@firma.de")},
    "unquoted-comma-dot-name": {"sender": (None, "jane@acme.com")},
    "from-brackets-in-name": {"sender": ("Jane [Acme]", "jane@acme.com")},
    "from-at-in-name": {"sender": (None, "no-reply@greenhouse.io")},
    "missing-end-boundary": {"text": "plain body here", "attachments": ("cv.pdf",)},
    "rfc2231-filename": {"attachments": ("Lebenslauf Jörg.pdf",)},
    "rfc2047-filename": {"attachments": ("Jörg.pdf",)},
    "nested-mixed-related-alternative": {"text": "plain body here", "attachments": ("cv.pdf",)},
    "rfc822-forwarded": {"text": "plain body here", "not_text": "inner text", "forwarded": "Inner Gespräch"},
    "broken-base64-padding": {"text": "Hello there friend"},
    "base64-with-junk-line": {"text": "Hello there friend ü"},
    "uppercase-cte-8bit-unknown": {"text": "Grüße"},
    "bad-content-type-text": {"text": "some text"},
    "lf-only-leading-from-line": {"text": "hello", "subject": "a"},
    "header-missing-colon-line": {"subject": "a", "text": "hello body"},
    "date-with-pst-junk-2-digit-yr": {"at": "2026-03-02T17:15:00"},
    "date-missing-weekday-gmt-1": {"at": "2026-03-02T09:15:00"},
    "calendar-invite-part": {"text": "plain body here"},
    "folded-long-references-msgid": {"message_id": "<" + "x" * 120 + "@mail.acme.com>"},
    "bad-msgid-from-outlook": {"message_id": "<[AB12@acme.com]>"},
    "dsn-delivery-status": {"text": "plain body here"},
    "null-byte-in-body": {"text": "llo world"},
    "format-flowed": {
        "text": "This paragraph was broken by the sender's program.\n\n"
        "> quoted text that was broken too\n> > older\nFrom here on, a stuffed line.\n-- \nJane"
    },
    "format-flowed-delsp": {"text": "面接のご案内です。"},
    "alternative-stub": {"text": "we would like to invite you to an interview"},
    "alternative-empty-plain": {"text": "Only here."},
    "alternative-plain-lost-its-quotes": {"text": "\n> Are you free"},
    "two-inline-texts": {"text": "Before the picture.\n\nAfter the picture.", "attachments": ("a.png",)},
    "text-attachment-is-no-body": {
        "text": "See the notes.",
        "not_text": "Secret",
        "attachments": ("notes.txt",),
    },
    "html-labelled-as-plain": {"text": "Hello Alex", "not_text": "<b>"},
    "repeated-message-id": {"message_id": "<one@acme.example>"},
    "date-without-zone": {"at": "2026-03-02T08:15:03"},
    "date-minus-zero": {"at": "2026-03-02T09:15:00"},
    "date-absurd": {"at": "2026-03-02T08:15:03"},
    "date-missing": {"at": "1970-01-01T00:00:00"},
    "encoded-newline-in-subject": {"subject": "Offer Bcc: x@y.example"},
    "mbox-from-in-body": {"text": "\nFrom Monday you can start."},
    "uuencoded": {"text": "hello"},
    "base64-with-list-footer": {"text": "The offer is on its way!"},
    "signed": {"text": "signed text", "attachments": ("signature.asc",)},
    "forwarded-in-base64": {"text": "see below", "not_text": "inner text", "forwarded": "Inner"},
    "forwarded-in-forwarded": {"forwarded": "middle"},
    "winmail-body-and-attachment": {
        "text": "We’d like to meet you again.\nBring your €-form.",
        "attachments": ("Lebenslauf Jörg.pdf",),
    },
    "winmail-meeting-request": {"text": "When: Thursday"},
}


def read(name: str) -> Message:
    message = parse(RawMail((MAILS / f"{name}.eml").read_bytes(), Place(name, "eml")))
    assert isinstance(message, Message)
    return message


@pytest.mark.parametrize("name", sorted(RULES))
def test_an_odd_mail_is_read_as_its_rule_says(name: str) -> None:
    message = read(name)
    seen = {
        "subject": message.subject,
        "message_id": message.message_id,
        "at": message.at.replace(tzinfo=None).isoformat(),
        "forwarded": message.forwarded[0].subject if message.forwarded else None,
    }
    for what, expected in RULES[name].items():
        if what == "text":
            assert expected in message.text
        elif what == "not_text":
            assert expected not in message.text
        elif what == "sender":
            assert message.sender is not None
            assert message.sender.email == expected[1]
            assert expected[0] in (None, message.sender.name)
        elif what == "attachments":
            assert set(expected) <= {one.name for one in message.attachments}
        else:
            assert seen[what] == expected


@pytest.mark.parametrize("fixture", sorted(MAILS.glob("*.eml")), ids=lambda path: path.stem)
def test_a_mail_is_read_as_it_was_before(fixture: Path) -> None:
    golden.check(fixture, parse(RawMail(fixture.read_bytes(), Place(fixture.name, "eml"))))


def test_an_invite_in_a_part_and_in_an_attachment_is_one_event() -> None:
    (event,) = read("invite-in-part-and-attachment").events
    assert (event.uid, event.method) == ("inv-1", "REQUEST")


def test_the_method_of_the_part_counts_where_the_calendar_has_none() -> None:
    (event,) = read("invite-with-method-in-header-only").events
    assert event.method == "CANCEL"


def test_a_meeting_request_in_winmail_dat_is_an_event() -> None:
    (event,) = read("winmail-meeting-request").events
    assert event.method == "REQUEST"
    assert event.sequence == 2
    assert event.start is not None
    assert event.start.at.isoformat() == "2026-03-12T14:00:00+00:00"
    assert event.location == "Room 4; upstairs"
    assert event.uid.startswith("040000008200E00074C5B7101A82E008")
    assert event.organizer is not None
    assert event.organizer.email == "jane@acme.example"


def test_a_truncated_winmail_dat_gives_what_it_holds_and_a_problem() -> None:
    message = read("winmail-truncated")
    assert [problem.code for problem in message.problems] == ["unreadable"]


def test_labels_and_thread_of_a_gmail_export_are_taken_from_its_headers() -> None:
    message = read("gmail-export")
    assert message.provider_thread == "gmail:1790000000000000001"
    assert message.labels == ("Inbox", "Bewerbung, München", "Opened")
    assert message.references == ("<a@x>", "<b@x>")


def test_what_the_source_knows_outranks_the_headers_of_an_export() -> None:
    raw = (MAILS / "gmail-export.eml").read_bytes()
    message = parse(RawMail(raw, Place("x", "eml"), labels=("Sent",), provider_thread="gmail:1"))
    assert isinstance(message, Message)
    assert (message.labels, message.provider_thread) == (("Sent",), "gmail:1")


def test_automatic_and_bulk_mail_is_marked() -> None:
    automatic, newsletter = read("automatic-reply"), read("newsletter")
    assert (automatic.automatic, automatic.return_path, automatic.bulk) == ("auto-replied", "<>", False)
    assert (newsletter.bulk, newsletter.return_path, newsletter.automatic) == (
        True,
        "bounce+1@mailer.example",
        "",
    )


def test_every_way_to_write_several_addresses_is_read() -> None:
    message = read("group-and-semicolons")
    assert [one.email for one in message.cc] == ["a@x.example", "bo@x.example", "c@x.example"]
    assert [(one.name, one.email) for one in message.reply_to] == [("Jane Roe", "jane@acme.example")]
