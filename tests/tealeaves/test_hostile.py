"""Mail is hostile: a line of warning, a recorded problem, the rest imported, exit code 3."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tealeaves.conftest import AS_OF, Said

GOOD = b"""From: Dana Whitlock <dana@fennimore.example>
To: Robin Hale <robin.hale@postbox.example>
Subject: Interview for Lead Data Engineer at Fennimore Rail
Date: Mon, 07 Sep 2026 10:00:00 +0100
Message-ID: <good-1@fennimore.example>

Hi Robin,

Thank you for applying for the Lead Data Engineer role at Fennimore Rail. We would like to
invite you to an interview. Are you free on Thursday at 10?

Dana
"""
HEAD = b"From: a@b.example\nTo: robin.hale@postbox.example\nDate: Mon, 07 Sep 2026 10:00:00 +0100\n"
EVENT = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:bomb@x.example\r\nDTSTAMP:20260901T090000Z
DTSTART:20260907T090000Z\r\nSUMMARY:Interview at Fennimore Rail\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT
END:VCALENDAR\r\n"""


def parts(number: int) -> bytes:
    head = HEAD + b'Subject: parts\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return head + b"--b\nContent-Type: text/plain\n\nx\n" * number + b"--b--\n"


def no_mail(folder: Path) -> None:
    (folder / "noise.eml").write_bytes(bytes(range(256)) * 40)


def cut_mbox(folder: Path) -> None:
    whole = b"From a@b.example Mon Sep  7 10:00:00 2026\n" + GOOD + b"\n"
    (folder / "cut.mbox").write_bytes(whole + whole.replace(b"good-1", b"good-2")[:-60])


def cut_gzip(folder: Path) -> None:
    text = b"".join(
        b"From a@b.example Mon Sep  7 10:00:00 2026\n" + GOOD.replace(b"good-1", b"gz-%d" % n) + b"\n"
        for n in range(200)
    )
    (folder / "cut.mbox.gz").write_bytes(gzip.compress(text)[:-200])


def many_parts(folder: Path) -> None:
    (folder / "parts.eml").write_bytes(parts(20_000))


def seconds_rule(folder: Path) -> None:
    (folder / "bomb.ics").write_text(EVENT, "utf-8")


def link_loop(folder: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)


def missing_target(folder: Path) -> None:
    (folder / "gone.eml").symlink_to(folder / "nowhere.eml")


@pytest.mark.parametrize(
    "make", [no_mail, cut_mbox, cut_gzip, many_parts, seconds_rule, link_loop, missing_target]
)
def test_bad_input_is_a_warning_a_recorded_problem_and_exit_code_3(
    tealeaves: Callable[..., Said], tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "good.eml").write_bytes(GOOD)
    make(folder)
    said = tealeaves("import", folder)
    assert said.code == 3
    assert said.err.startswith("warning: ")
    assert "Traceback" not in said.err
    found = tealeaves("applications", "--json", "--as-of", AS_OF).json()
    assert any("<good-1@fennimore.example>" in one["messages"] for one in found)


def nested_html(folder: Path) -> None:
    html = HEAD + b"Subject: deep\nContent-Type: text/html\n\n" + b"<div>" * 100_000 + b"hello"
    (folder / "deep.eml").write_bytes(html)


def nul_header(folder: Path) -> None:
    (folder / "nul.eml").write_bytes(HEAD + b"Subject: a\0b\nMessage-ID: <n\0ul@x.example>\n\nhello\n")


@pytest.mark.parametrize("make", [nested_html, nul_header])
def test_odd_but_readable_mail_is_read(
    tealeaves: Callable[..., Said], tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "good.eml").write_bytes(GOOD)
    make(folder)
    said = tealeaves("import", "--json", folder)
    assert said.code in (0, 3)
    assert said.json()["listed"] == 2


def test_a_path_that_is_not_there_is_a_problem_of_that_path_only(
    tealeaves: Callable[..., Said], tmp_path: Path
) -> None:
    (tmp_path / "good.eml").write_bytes(GOOD)
    said = tealeaves("import", tmp_path / "none.mbox", tmp_path / "good.eml")
    assert said.code == 3
    assert "none.mbox: missing: no such file or folder" in said.err
    assert "1 message" in said.out


def test_escapes_formulas_and_markup_are_shown_as_text(
    tealeaves: Callable[..., Said], tmp_path: Path
) -> None:
    evil = GOOD.replace(b"Fennimore Rail", b"=CMD|'/c calc'!A1 Ltd").replace(
        b"Dana Whitlock", b"\x1b[31m<script>alert(1)</script>"
    )
    (tmp_path / "evil.eml").write_bytes(evil.replace(b"Subject: ", b"Subject: \x1b]0;owned\x07"))
    assert tealeaves("import", tmp_path / "evil.eml").code == 0
    found = tealeaves("applications", "--json", "--as-of", AS_OF).json()
    for command in (
        ["applications"],
        ["digest"],
        ["show", found[0]["id"]],
        ["digest", "--format", "markdown"],
    ):
        said = tealeaves(*command, "--as-of", AS_OF)
        assert said.code == 0
        assert "\x1b" not in said.out and "\x07" not in said.out
    markdown = tealeaves("digest", "--format", "markdown", "--as-of", AS_OF).out
    assert "<script>" not in markdown
