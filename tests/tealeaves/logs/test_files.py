"""A log as a file: JSON lines, for its owner alone, of a bounded size."""

from __future__ import annotations

import json
import logging
import os
import stat
import threading
from pathlib import Path

import pytest

from tealeaves.errors import UsageError
from tealeaves.logs.files import Rotating, to_file
from tealeaves.logs.redaction import Redactor
from tealeaves.logs.running import Verbosity, running

REDACT = Redactor(b"salt")


def write(handler: logging.Handler, *messages: str) -> None:
    for message in messages:
        handler.emit(logging.LogRecord("tealeaves", logging.INFO, "a.py", 1, message, (), None))


def messages(path: Path) -> list[str]:
    return [json.loads(line)["message"] for line in path.read_text("utf-8").splitlines()]


def test_a_log_is_appended_to_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sync.log"
    for message in ("one", "two"):
        handler = to_file(path, REDACT)
        write(handler, message)
        handler.close()
    assert messages(path) == ["one", "two"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_has_grown_is_put_aside_and_three_of_them_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    handler = Rotating(path, largest=1)
    write(handler, *"abcdef")
    handler.close()
    kept = {one.name: one.read_text().strip() for one in tmp_path.iterdir()}
    assert kept == {"sync.log": "f", "sync.log.1": "e", "sync.log.2": "d", "sync.log.3": "c"}


def test_who_writes_to_a_log_that_another_process_put_aside_goes_on_in_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    first, second = Rotating(path, largest=5), Rotating(path, largest=5)
    write(first, "one")
    write(second, "two")
    write(first, "x")
    write(second, "y")
    first.close()
    second.close()
    assert (tmp_path / "sync.log.1").read_text() == "one\ntwo\n"
    assert path.read_text() == "x\ny\n"


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(path.read_text()))
    reader.start()
    handler = to_file(path, REDACT)
    write(handler, "one")
    handler.close()
    reader.join()
    assert json.loads(read[0])["message"] == "one"
    assert path.is_fifo()


def test_a_log_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"^cannot write the log .*/file/sync.log: "):
        to_file(tmp_path / "file" / "sync.log", REDACT)


def test_of_others_only_warnings_are_told_whatever_level_they_set(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    theirs = logging.getLogger("imapclient.imaplib")
    before = theirs.level
    theirs.setLevel(logging.DEBUG)
    try:
        with running(Verbosity.DEBUG, path):
            theirs.debug("header of a mail")
            theirs.warning("header of a mail")
            logging.getLogger("tealeaves.sync").debug("ours")
    finally:
        theirs.setLevel(before)
    told = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(one["logger"], one["level"]) for one in told] == [
        ("imapclient.imaplib", "warning"), ("tealeaves.sync", "debug"),
    ]  # fmt: skip
    assert "header of a mail" not in path.read_text()


def test_without_a_wish_nothing_is_told_and_afterwards_all_is_as_before(
    capfd: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    with running(Verbosity.OFF):
        logging.getLogger("somebody.else").warning("warned")
        logging.getLogger("tealeaves.sync").error("failed")
        assert not logging.getLogger("tealeaves.sync").isEnabledFor(logging.INFO)
    with running(Verbosity.DEBUG):
        pass
    assert (root.handlers, root.level) == (handlers, level)
    assert capfd.readouterr().err == ""


def test_an_error_that_was_not_foreseen_is_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    with pytest.raises(ZeroDivisionError), running(Verbosity.OFF, path):
        raise ZeroDivisionError
    line = json.loads(path.read_text())
    assert (line["level"], line["message"], line["traceback"][-1]) == ("error", "failed", "ZeroDivisionError")
