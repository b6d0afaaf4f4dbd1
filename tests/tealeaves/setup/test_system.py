"""What is offered before anybody said anything: the time zone, the server, whose mailbox it is, how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tealeaves.setup import guess, system
from tealeaves.setup.estimate import about
from tealeaves.setup.likeliest import likeliest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.dovecot import Dovecot


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":Europe/Berlin", "Europe/Berlin"),
        (":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("posix/Europe/Paris", "Europe/Paris"),
        ("CET-1CEST", "America/Lima"),  # POSIX rules name no place: the link does
        ("", "America/Lima"),
        ("../../etc/passwd", "America/Lima"),
    ],
)
def test_the_time_zone_is_that_of_the_environment_or_of_the_link(
    tmp_path: Path, named: str, zone: str
) -> None:
    place = tmp_path / "zoneinfo" / "America" / "Lima"
    place.parent.mkdir(parents=True)
    place.touch()
    (tmp_path / "localtime").symlink_to(place)
    assert system.timezone({"TZ": named}, tmp_path / "localtime") == zone


def test_a_system_that_says_nothing_is_in_utc(tmp_path: Path) -> None:
    assert system.timezone({}, tmp_path / "nothing") == "UTC"
    (tmp_path / "copy").write_bytes(b"TZif2")
    assert system.timezone({}, tmp_path / "copy") == "UTC"


def test_a_server_is_guessed_only_where_it_proves_its_name(dovecot: Dovecot) -> None:
    assert guess.dial("localhost", dovecot.tls_port, str(dovecot.ca_file)) == ""
    assert "certificate" in guess.dial("localhost", dovecot.tls_port)
    assert guess.dial("localhost", dovecot.port, str(dovecot.ca_file)) == "no connection"  # no TLS there
    assert guess.dial("127.0.0.3", 1, "") == "no connection"
    assert guess.dial("imap.nowhere.invalid") == "no such server"


def test_the_usual_names_are_tried_in_order_until_one_answers() -> None:
    hosts = guess.candidates("Example.ORG")
    assert hosts == ("imap.example.org", "mail.example.org")
    asked: list[str] = []

    def dial(host: str) -> str:
        asked.append(host)
        return "no such server" if host.startswith("imap") else ""

    assert list(guess.tried((*hosts, "never"), dial)) == [(hosts[0], "no such server"), (hosts[1], "")]
    assert asked == list(hosts)


def mail(sender: str, recipient: str, more: str = "") -> bytes:
    return f"From: {sender}\nTo: {recipient}\n{more}Subject: x\n\nbody of a@b.example".encode()


def test_the_owner_is_who_stands_on_most_of_the_mail() -> None:
    mails = [
        mail("Robin Hale <robin@postbox.example>", "a@firm.example"),
        mail("a@firm.example", '"Hale, Robin" <ROBIN@postbox.example>'),
        mail("Robin Hale <robin@postbox.example>", "b@firm.example"),
        mail("news@shop.example", "list@shop.example", "Delivered-To: robin@postbox.example\n"),
    ]
    assert likeliest(mails) == ("robin@postbox.example", "Robin Hale")


def test_nobody_is_offered_where_nobody_stands_out() -> None:
    assert likeliest([]) == ("", "")
    assert likeliest([mail("a@x.example", "b@y.example")]) == ("", "")
    assert likeliest([mail(f"a{number}@x.example", f"b{number}@y.example") for number in range(5)]) == (
        "",
        "",
    )


@given(st.lists(st.binary(max_size=200), max_size=3))
def test_whatever_a_file_holds_no_control_character_is_offered(raws: list[bytes]) -> None:
    address, name = likeliest([b"From: " + raw for raw in raws])
    assert (address + name).isprintable()


@pytest.mark.parametrize(
    ("messages", "words"),
    [(0, "a few seconds"), (3000, "a few seconds"), (8000, "less than a minute"), (14_000, "about a minute"),
     (60_000, "about 5 minutes"), (2_000_000, "about 3 hours")],
)  # fmt: skip
def test_the_time_for_a_first_sync_is_told_roughly(messages: int, words: str) -> None:
    assert about(messages) == words
