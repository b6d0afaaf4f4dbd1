"""Headers as people's programs write them: dates, addresses, encoded words, parameters, charsets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mime import addresses, charsets, dates, headers, parameters
from ingest.types import Address

JANUARY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("Mon, 02 Mar 2026 09:15:00 +0100", "2026-03-02T08:15:00"),
        ("2 Mar 2026 09:15 GMT", "2026-03-02T09:15:00"),
        ("Mon, 2 Mar 26 09:15:00 -0800 (Pacific Standard Time)", "2026-03-02T17:15:00"),
        ("Mon, 02 Mar 2026 09:15:00 CEST", "2026-03-02T07:15:00"),
        ("Mon, 02 Mar 2026 09:15:00 GMT+0100", "2026-03-02T08:15:00"),
        ("2026-03-02T09:15:00+01:00", "2026-03-02T08:15:00"),
        ("2026-03-02 09:15:00", "2026-03-02T09:15:00"),
    ],
)
def test_a_date_is_read_in_the_forms_that_programs_write(written: str, utc: str) -> None:
    found = dates.read(written)
    assert found is not None
    assert found.at.astimezone(UTC).replace(tzinfo=None).isoformat() == utc


@pytest.mark.parametrize(
    "written", ["", "yesterday", "Mon, 99 Foo 2026", "((((", "Mon, 02 Mar 99999 09:15:00 +0000"]
)
def test_a_date_that_is_none_is_none(written: str) -> None:
    assert dates.read(written) is None


def test_the_writers_offset_is_kept_where_it_is_known() -> None:
    assert dates.sent(dates.read("Mon, 05 Jan 2026 10:00:00 +0530"), None, [])[1] == 330
    assert dates.sent(dates.read("Mon, 05 Jan 2026 10:00:00 -0000"), None, []) == (
        JANUARY.replace(hour=10),
        0,
        False,
    )


def test_a_date_after_the_receipt_is_not_believed() -> None:
    future = dates.read("Fri, 01 Jan 2038 00:00:00 +0000")
    assert dates.sent(future, JANUARY, []) == (JANUARY, 0, False)


def test_a_date_long_before_the_receipt_is_believed() -> None:
    early = dates.read("Sun, 05 Jan 2025 09:00:00 +0000")
    assert dates.sent(early, JANUARY, [])[0] == JANUARY.replace(year=2025)


def test_without_any_date_the_topmost_received_header_tells() -> None:
    received = ["from a by b; rubbish", "from c by d (x;y); Mon, 05 Jan 2026 10:00:00 +0100"]
    assert dates.sent(None, None, received) == (JANUARY, 0, False)
    assert dates.sent(None, None, []) == (dates.UNKNOWN, 0, True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("jane@acme.example", [("", "jane@acme.example")]),
        ("Jane <JANE@Acme.example>, bo@x.example", [("Jane", "jane@acme.example"), ("", "bo@x.example")]),
        ("bo@x.example, Roe, Jane <j@x.example>", [("", "bo@x.example"), ("Roe, Jane", "j@x.example")]),
        ('"Roe, \\"J\\" Jane" <j@x.example>', [('Roe, "J" Jane', "j@x.example")]),
        ("'Jane' <j@x.example>", [("Jane", "j@x.example")]),
        ("=?utf-8?Q?Jane_<j=40x.example>?=", [("Jane", "j@x.example")]),
        ("undisclosed-recipients:;", []),
        ("Jane <mailto:j@x.example>", [("Jane", "j@x.example")]),
        ("", []),
    ],
)
def test_addresses_are_read_in_the_forms_that_programs_write(
    written: str, expected: list[tuple[str, str]]
) -> None:
    assert [(one.name, one.email) for one in addresses.read(written)] == expected


def test_a_sender_with_a_name_only_keeps_the_name() -> None:
    assert addresses.first("Recruiting Team") == Address("Recruiting Team", "")


def test_parameters_may_be_quoted_numbered_and_encoded() -> None:
    assert parameters.read('text/plain; charset="utf-8"; format=flowed') == (
        "text/plain",
        {"charset": "utf-8", "format": "flowed"},
    )
    value = "attachment; filename*0*=iso-8859-1''J%F6rg; filename*1=\" CV.pdf\""
    assert parameters.read(value)[1]["filename"] == "Jörg CV.pdf"


@pytest.mark.parametrize(
    "label", ["utf8mb4", "idna", "punycode", "zlib", "\x00", "unicode_escape", "x" * 500]
)
def test_a_charset_that_is_none_is_passed_over(label: str) -> None:
    assert charsets.decode("Zoë".encode(), label) == "Zoë"


def test_utf_8_with_a_bad_byte_stays_utf_8_and_latin_1_labelled_so_does_not() -> None:
    assert charsets.decode("Grüße aus Köln ".encode() + b"\xff", "utf-8").startswith("Grüße aus Köln")
    assert charsets.decode("Gespräch".encode("latin-1"), "utf-8") == "Gespräch"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("=?utf8-QB_ab@<>\"(),;:*'%\\ \t\udc80\udcffé0123+"), max_size=120))
def test_any_header_value_is_read_without_an_exception(value: str) -> None:
    headers.decoded(value)
    addresses.first(value)
    parameters.read("text/plain; " + value)
    dates.read(value)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=60),
    st.sampled_from(["utf-8", "utf-16", "iso-2022-jp", "hz", "cp932", "", "utf-7", "nonsense"]),
)
def test_any_bytes_are_text_in_any_charset(raw: bytes, label: str) -> None:
    assert isinstance(charsets.decode(raw, label), str)
    assert isinstance(headers.base64_bytes(raw), bytes)
