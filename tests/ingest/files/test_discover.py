"""Which files are found under the paths that a person names."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ingest.files.discover import Found, discover
from ingest.types import Problem
from tests.ingest.files.letters import letter, maildir, mbox_of, problems, written

ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
MBOX = mbox_of(letter())


def found(*paths: Path) -> list[tuple[str, str]]:
    """Kind and file name of each stream."""
    return [(one.kind, one.path.name) for one in discover(paths) if isinstance(one, Found)]


def files(*paths: Path) -> list[str]:
    return [file.name for one in discover(paths) if isinstance(one, Found) for file in one.files]


KINDS = {
    "an mbox without a suffix": ("Inbox", MBOX, "mbox"),
    "a packed mbox": ("all.mbox.gz", gzip.compress(MBOX), "mbox"),
    "a packed mbox that breaks off at once": ("all.mbox.gz", gzip.compress(MBOX)[:12], "mbox"),
    "an mbox after blank lines": ("Inbox", b"\n\r\n" + MBOX, "mbox"),
    "a calendar by its first line": ("feed", b"\xef\xbb\xbf" + ICS, "ics"),
    "a calendar by its name": ("bad.ics", b"no calendar", "ics"),
    "a mail by its name": ("bad.eml", b"no mail", "eml"),
    "a mail by its headers": ("17", letter(), "eml"),
    "a mail with CRLF and a folded header": ("17", b"Received: from\r\n a\r\nDate: now\r\n\r\n", "eml"),
}


@pytest.mark.parametrize(("name", "content", "kind"), KINDS.values(), ids=KINDS)
def test_a_file_is_known_by_what_it_holds(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = written(tmp_path / name, content)
    expected = tmp_path.name if kind == "eml" else name
    assert found(path) == found(tmp_path) == [(kind, expected)]


NO_MAIL = {
    "a picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "a note": ("note.txt", b"From here on we are closed.\nNote: call\n"),
    "settings": ("settings.yaml", b"name: tealeaves\nversion: 1\n"),
    "an agenda": ("agenda.txt", b"Subject: tea\nPlace: kitchen\n\n"),
}


@pytest.mark.parametrize(("name", "content"), NO_MAIL.values(), ids=NO_MAIL)
def test_what_is_no_mail_is_said_so(tmp_path: Path, name: str, content: bytes) -> None:
    assert problems(written(tmp_path / name, content).parent) == [("not-mail", name)]
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("takeout.zip", "unpack"),
        ("takeout-1.TGZ", "unpack"),
        ("old.pst", "Outlook"),
        ("one.msg", "Outlook"),
        ("12.emlx", "Apple"),
        ("notes.gz", "unpack"),
    ],
)
def test_mail_in_another_form_comes_with_advice(tmp_path: Path, name: str, says: str) -> None:
    written(tmp_path / name, gzip.compress(b"anything else"))
    [problem] = discover([tmp_path])
    assert isinstance(problem, Problem)
    assert problem.code == "archive"
    assert says in problem.detail


@pytest.mark.parametrize(
    "name",
    ["README.md", "readme", ".DS_Store", "user settings.json", "Inbox.msf", "dovecot.index", "Thumbs.db"],
)
def test_what_stands_beside_mail_is_passed_over_quietly(tmp_path: Path, name: str) -> None:
    written(tmp_path / name, b"whatever")
    written(tmp_path / "Inbox", MBOX)
    assert [type(one) for one in discover([tmp_path])] == [Found]


def test_what_stands_beside_mail_is_looked_at_when_named(tmp_path: Path) -> None:
    assert problems(written(tmp_path / "README", b"whatever")) == [("not-mail", "README")]
    assert found(written(tmp_path / "inbox.html", MBOX)) == [("mbox", "inbox.html")]


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, b"\n\n") for name in ("Drafts", "empty.eml", "empty.ics")]
    assert list(discover([tmp_path, *paths])) == []


def test_a_missing_path_is_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere") == [("missing", "nowhere")]


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert list(discover([tmp_path])) == []
    assert problems(tmp_path / "pipe") == [("not-mail", "pipe")]
    os.mkfifo(maildir(tmp_path / "box", cur__1=letter()) / "cur" / "2")
    assert files(tmp_path / "box") == ["1:2,S"]


# Folders


def test_everything_in_nested_folders_is_found_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b/Sent", "a/Inbox", "a/Archive.sbd/2025"):
        written(tmp_path / name, MBOX)
    written(tmp_path / "c/cal.ics", ICS)
    assert found(tmp_path) == [("mbox", "2025"), ("mbox", "Inbox"), ("mbox", "Sent"), ("ics", "cal.ics")]


def test_the_eml_files_of_a_folder_are_one_stream(tmp_path: Path) -> None:
    for name in ("2.eml", "10.eml", "1.eml"):
        written(tmp_path / "in" / name, letter())
    written(tmp_path / "out" / "3.eml", letter())
    assert found(tmp_path) == [("eml", "in"), ("eml", "out")]
    assert files(tmp_path) == ["1.eml", "10.eml", "2.eml", "3.eml"]


def test_a_hidden_folder_is_passed_over_unless_it_is_named(tmp_path: Path) -> None:
    written(tmp_path / ".cache" / "Inbox", MBOX)
    assert found(tmp_path) == []
    assert found(tmp_path / ".cache") == [("mbox", "Inbox")]


def test_a_maildir_is_its_new_and_its_read_messages(tmp_path: Path) -> None:
    box = maildir(tmp_path / "Mail", cur__2=letter(), new__1=letter(), new__3=letter())
    written(box / "tmp" / "4", letter())
    written(box / "dovecot-uidlist", b"x")
    assert found(box) == [("maildir", "Mail")]
    assert files(box) == ["1", "2:2,S", "3"]


def test_the_folders_of_a_maildir_are_found_in_both_layouts(tmp_path: Path) -> None:
    box = maildir(tmp_path / "Mail")
    for name in (".Sent", ".Archive.2025.Firm", "Drafts", "Drafts/Old"):
        maildir(box / name)
    names = ["Mail", ".Archive.2025.Firm", ".Sent", "Drafts", "Old"]
    assert found(box) == [("maildir", name) for name in names]


# Once each


def test_a_path_given_twice_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "a" / "Inbox", MBOX)
    eml = written(tmp_path / "a" / "1.eml", letter())
    written(tmp_path / "a" / "2.eml", letter())
    maildir(tmp_path / "a" / "box", cur__1=letter())
    monkeypatch.chdir(tmp_path)
    once = list(discover([tmp_path]))
    assert len(once) == 3
    assert list(discover([tmp_path, tmp_path / "a", tmp_path, Path("a"), Path("a/../a")])) == once
    assert set(discover([eml, tmp_path])) == set(discover([tmp_path, eml])) == set(once)


def test_named_eml_files_of_one_folder_are_one_stream(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, letter()) for name in ("b.eml", "a.eml", "c.eml")]
    assert found(*paths[:2]) == [("eml", tmp_path.name)]
    assert files(*paths[:2], paths[0]) == ["a.eml", "b.eml"]


def test_a_link_is_followed_and_gives_nothing_twice(tmp_path: Path) -> None:
    target = written(tmp_path / "elsewhere" / "mail", MBOX)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(target)
    (tmp_path / "in" / "folder").symlink_to(target.parent)
    assert found(tmp_path / "in") == [("mbox", "mail")]
    assert found(tmp_path / "in" / "link") == [("mbox", "mail")]
    assert len(found(tmp_path)) == 1


def test_a_loop_of_links_is_a_problem_and_the_rest_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    written(inner / "Inbox", MBOX)
    (inner / "back").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    written(tmp_path / "z", MBOX)
    assert found(tmp_path) == [("mbox", "Inbox"), ("mbox", "z")]
    assert [code for code, _ in problems(tmp_path)] == ["loop", "unreadable"]
    assert [code for code, _ in problems(tmp_path / "self")] == ["unreadable"]


def test_a_link_to_nothing_is_a_problem_unless_it_is_hidden(tmp_path: Path) -> None:
    for name in ("gone", ".#gone"):
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
    assert problems(tmp_path) == [("missing", "gone")]


# Permissions do not bind root, so another user looks.

LOOK = """
import os, sys
from pathlib import Path
from ingest.files.connector import Files
if os.geteuid() == 0:
    os.setgroups([]); os.setegid(65534); os.seteuid(65534)
for batch in Files([Path(sys.argv[1])]).changes({}):
    for item in batch.items:
        print(getattr(item, "code", "mail"), Path(item.place.source).name)
"""


def test_what_may_not_be_read_is_a_problem_and_the_rest_is_found(tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    for name in ("a/closed/Inbox", "b/Inbox", "c/secret"):
        written(open_to_all / name, MBOX)
    maildir(open_to_all / "d", cur__1=letter())
    root = Path(tempfile.gettempdir())
    for folder in [tmp_path, *(above for above in tmp_path.parents if root in above.parents)]:
        folder.chmod(0o755)  # the subprocess runs as somebody else, who must get this far
    shut = [open_to_all / "a/closed", open_to_all / "c/secret", open_to_all / "d/cur"]
    for path in shut:
        path.chmod(0)
    try:
        seen = subprocess.run(
            [sys.executable, "-c", LOOK, open_to_all], capture_output=True, text=True, check=True
        ).stdout.splitlines()
    finally:
        for path in shut:
            path.chmod(0o700)
    assert seen == ["unreadable closed", "mail Inbox", "unreadable secret", "unreadable d"]
