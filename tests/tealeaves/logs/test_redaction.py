"""What never gets into a log."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.credentials import Secret
from ingest.errors import SourceError
from tealeaves.logs.fields import Subject, fields
from tealeaves.logs.forms import Json, Lines, traceback_of
from tealeaves.logs.redaction import Redactor, of_this_run

SALT = b"salt"
LOCAL = st.text("abcdefghijklmnopqrstuvwxyzABCxyz0123456789.!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=20)
DOMAIN = st.from_regex(r"\A[a-z]{3,10}(\.[a-z]{2,5}){1,2}\Z")


@pytest.fixture(params=[Lines, Json])
def form(request: pytest.FixtureRequest) -> logging.Formatter:
    made = request.param(Redactor(SALT, lambda: ["geheim-7431"]))
    assert isinstance(made, logging.Formatter)
    return made


def record(message: str, *args: object, name: str = "tealeaves.sync", **more: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.INFO, "a.py", 1, message, args, None)
    made.__dict__.update(more)
    return made


@given(LOCAL, DOMAIN, st.sampled_from(["{}", "<{}>", "user={}", "({})", "a {}, b", "mailto:{}", "{}:"]))
def test_no_address_is_left(local: str, domain: str, around: str) -> None:
    text = Redactor(SALT)(around.format(f"{local}@{domain}"))
    assert domain not in text
    assert "@" not in text
    assert "<address " in text


def test_an_address_is_the_same_token_in_one_run_and_another_in_the_next() -> None:
    first = Redactor(SALT)
    assert (
        first("robin@postbox.example") == first("Robin@Postbox.example") == first("robin%40postbox.example")
    )
    assert first("robin@postbox.example") != first("sam@postbox.example")
    assert first("robin@postbox.example") != Redactor(b"pepper")("robin@postbox.example")


def test_of_an_address_of_the_web_the_host_is_left() -> None:
    redact = Redactor(SALT)
    assert (
        redact("GET https://dav.example/private-77/basic.ics?key=1 fails")
        == "GET https://dav.example/… fails"
    )
    assert (
        redact("postgresql+psycopg://robin:pw@db.example:5432/jobs")
        == "postgresql+psycopg://db.example:5432/…"
    )
    assert redact("https://dav.example/") == "https://dav.example/"
    assert redact("sqlite:////home/x/store.db") == "sqlite:////home/x/store.db"


@pytest.mark.parametrize(
    "secret", ["geheim-7431", 'with "quotes" & spaces/ü', "p", "…\\x", "ya29.a0Af_H-6SM~x"]
)
@pytest.mark.parametrize("front", [b"", b"\0robin\0", b"user=robin\1auth=Bearer "])
def test_no_secret_is_left_however_it_is_written(secret: str, front: bytes) -> None:
    redact = Redactor(SALT, lambda: [secret])
    forms = [f"'{secret}'", repr(secret), quote(secret), quote(secret, safe="")]
    text = redact(" ".join(forms))
    assert not [form for form in forms if form in text]
    if len(secret) > 8:
        coded = b64encode(front + secret.encode()).decode()
        assert coded not in redact(f"AUTH PLAIN-IR={coded} refused")
        assert coded[-8:] not in redact(f"AUTH PLAIN-IR={coded} refused")


def test_what_signs_in_is_taken_out_though_nobody_knows_it() -> None:
    assert Redactor(SALT)("authorization: Bearer ya29.xyz-12345") == "authorization: Bearer <secret>"


def test_every_secret_of_this_process_is_known() -> None:
    redact = of_this_run()
    Secret("drawn later, and long")
    assert redact("it is drawn later, and long!") == "it is <secret>!"


def test_a_secret_that_is_a_word_of_the_marks_spoils_no_mark() -> None:
    redact = Redactor(SALT, lambda: ["secret", "geheim-7431", "address"])
    assert redact("secret geheim-7431") == "<secret> <secret>"


def test_of_a_subject_its_length_is_told(form: logging.Formatter) -> None:
    subject = Subject("Interview at Harbor & Vine")
    line = form.format(record("mail %s", subject, **fields(subject=subject)))
    assert line.count("<subject, 26 characters>") == 2
    assert "Harbor" not in line + repr(subject)


def test_message_fields_and_own_errors_pass_the_same_redaction(form: logging.Formatter) -> None:
    try:
        raise SourceError("robin@postbox.example: geheim-7431 was refused")
    except SourceError as error:
        one = record("robin@postbox.example %s", "geheim-7431", **fields(user="robin@postbox.example"))
        one.exc_info = (type(error), error, error.__traceback__)
    line = form.format(one)
    assert "postbox" not in line
    assert "geheim" not in line
    assert "SourceError: " in line and "was refused" in line


def test_of_other_errors_only_their_kind_and_where_they_were_raised(form: logging.Formatter) -> None:
    words = "Your interview at " + "Harbor & Vine"
    try:
        try:
            raise KeyError(words)
        except KeyError as error:
            raise ValueError(words) from error
    except ValueError as error:
        one = record("failed", exc_info=(type(error), error, error.__traceback__))
    line = form.format(one)
    assert "at Harbor" not in line
    assert "KeyError" in line and "ValueError" in line and "test_redaction.py" in line


def test_what_others_log_is_not_repeated(form: logging.Formatter) -> None:
    line = form.format(record("answer %s", "Interview at Harbor & Vine", name="imapclient.imaplib"))
    assert "Harbor" not in line
    assert "imapclient" in line and "a.py:1" in line


def test_the_traceback_for_the_screen_has_no_secret_and_no_address() -> None:
    Secret("geheim-7432")
    try:
        raise ValueError("LOGIN robin@postbox.example geheim-7432")
    except ValueError as error:
        shown = traceback_of(error, of_this_run())
    *_, last = shown.splitlines()
    assert shown.startswith("Traceback")
    assert last.startswith("ValueError: LOGIN <address ") and last.endswith("<secret>")


def test_a_line_of_json_is_one_line_of_ascii_and_says_when_in_utc() -> None:
    line = Json(Redactor(SALT)).format(
        record("two\nlines \x1b[31m—", created=0.25, **fields(new=3, none=None))
    )
    assert line.isascii() and "\n" not in line
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "info",
        "logger": "tealeaves.sync",
        "message": "two\nlines \x1b[31m—",
        "fields": {"new": 3, "none": None},
    }


def test_a_line_for_a_person_cannot_command_the_terminal() -> None:
    line = Lines(Redactor(SALT)).format(record("two\nlines \x1b[31m—", created=0.25, **fields(new=3)))
    assert line == "00:00:00Z info tealeaves.sync: two lines — new=3"
