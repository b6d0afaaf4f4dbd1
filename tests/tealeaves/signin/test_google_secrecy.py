"""What is Google's and what is private reaches no log, no terminal and no database.

One story is run, with every logger at its most talkative and every failure shown with its traceback; the
tests look for what must not be in what came of it.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.google import GoogleServer, google_server
from tests.servers.google.faults import bad_request, named
from tests.servers.oauth import CLIENT_SECRET, OAuth, oauth_server
from tests.tealeaves import post
from tests.tealeaves.signin.browsing import alone, browser, visits
from tests.tealeaves.signin.conftest import google_client

# Logs whatever is logged, with all that hangs on a record; FAIL names a function that then raises.
TALKATIVE = """
import importlib, logging, os, sys, warnings

class Everything(logging.Formatter):
    def format(self, record):
        return f"LOG {super().format(record)} {record.__dict__}"

told = logging.StreamHandler(sys.stderr)
told.setFormatter(Everything())
logging.basicConfig(level=1, handlers=[told])
for name in ("google", "googleapiclient", "google_auth_httplib2", "urllib3", "httplib2"):
    logging.getLogger(name).setLevel(1)
warnings.simplefilter("always")
logging.captureWarnings(True)
if where := os.environ.get("FAIL"):
    module, name = where.split(":")
    def fails(*arguments, **more):
        raise RuntimeError("made to fail")
    setattr(importlib.import_module(module), name, fails)
from tealeaves.cli.main import main
sys.exit(main())
"""
JOB = ("Quixotronic interview", "Your interview for Data Engineer is on Thursday. Bring the flumadiddle.")
PRIVATE = ("Zephyrantine swimming", "Shall we go swimming on Sunday? Mind the gallimaufry.")
EVENT = {
    "summary": "Obsidianotomy at the clinic",
    "description": "Ask about the widdershinning.",
    "location": "Whippersnapper Street 4",
    "start": {"dateTime": "2026-10-01T09:00:00Z"},
    "end": {"dateTime": "2026-10-01T10:00:00Z"},
}
PRIVATE_WORDS = ("Zephyrantine", "gallimaufry", "Obsidianotomy", "widdershinning", "Whippersnapper")
JOB_WORDS = ("Quixotronic", "flumadiddle")
TOKENS = ("access-", "refresh-", "code-")  # as the server of tokens makes them, with a number


@dataclass
class Story:
    """A person with mail and a calendar at Google, and what the commands printed, standard error too."""

    folder: Path
    oauth: OAuth
    google: GoogleServer
    codes: list[int] = field(default_factory=list)
    refreshes: list[int] = field(default_factory=list)  # how often a command asked for a new token
    printed: list[str] = field(default_factory=list)

    def run(self, *arguments: str, fail: str = "") -> None:
        done = subprocess.run(
            [sys.executable, "-c", TALKATIVE, "--config", str(self.folder / "config.toml"), *arguments],
            env={**alone(self.folder), **self.trust, "FAIL": fail},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self._note(done.returncode, done.stdout)

    def log_in(self, name: str) -> None:
        browse: Callable[[str], object] = browser(self.oauth)
        self._note(
            *visits(self.folder, browse, TALKATIVE, "accounts", "login", name, "--debug", **self.trust)
        )

    def _note(self, code: int, printed: str) -> None:
        self.codes.append(code)
        self.refreshes.append(len(self.oauth.forms("refresh_token")) - sum(self.refreshes))
        self.printed.append(printed)

    @property
    def trust(self) -> dict[str, str]:
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy", "http_proxy"), "")
        return {**proxies, "REQUESTS_CA_BUNDLE": str(self.oauth.ca_file)}

    @property
    def text(self) -> str:
        return "\n".join(self.printed)

    @property
    def database(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.folder.glob("store/*"))

    def comes(self, number: int) -> None:
        """A mail about the job search, a private one, and a private event."""
        self.google.mail.add(post.mail(number, post.recruiter(0), *JOB).as_bytes())
        self.google.mail.add(
            post.mail(number + 1, "Sam Okoro <sam.okoro@friends.example>", *PRIVATE).as_bytes()
        )
        self.google.calendars["me"].put(dict(EVENT))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("secrecy")
    (folder / "oauth").mkdir()
    with ExitStack() as stack:
        oauth = stack.enter_context(oauth_server(folder / "oauth"))
        google = stack.enter_context(google_server())
        oauth.lasts_seconds = 60  # less than a token must hold: each command refreshes
        google.tokens = {f"access-{number}" for number in range(100)}
        google.calendar("me", "Robin", primary=True)
        (folder / "client.json").write_text(json.dumps({"installed": google_client(oauth)}))
        rest = f'client_file = "client.json"\napi_root = "{google.url}"\n'
        (folder / "config.toml").write_text(
            '[me]\nname = "Robin Hale"\naddresses = ["robin.hale@postbox.example"]\nsince = "2026-08-01"\n'
            f'[store]\nurl = "sqlite:///{folder}/store/one.db"\n'
            f'[[accounts]]\nname = "mail"\nkind = "gmail"\n{rest}'
            f'[[accounts]]\nname = "meetings"\nkind = "google-calendar"\n{rest}'
        )
        told = Story(folder, oauth, google)
        tell(told)
        yield told


def tell(story: Story) -> None:
    debug = "--debug"
    story.comes(1)
    story.run("sync", debug)
    story.log_in("mail")
    story.log_in("meetings")
    story.run("accounts", "test", debug)
    story.run("sync", debug)
    story.comes(3)
    story.run("sync", debug, fail="classify.gate:passes")
    story.run("sync", debug, fail="google.oauth2.reauth:refresh_grant")
    story.google.faults.on(named("messages.get"), bad_request(), times=1)
    story.run("sync", debug, fail="tealeaves.pipeline.calendars:Belonging")
    good, story.google.tokens = story.google.tokens, set()
    story.run("sync", debug)
    story.google.tokens = good
    story.oauth.revoke()
    story.run("sync", debug)


def traces(word: str) -> set[str]:
    """The word, and what of it base64 shows wherever in a text it stands."""
    found = {word}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + word.encode()).decode().rstrip("=")
        found.add(whole[4 if before else 0 : len(whole) - 2])
    return found


def seen(words: tuple[str, ...], text: str) -> list[str]:
    return [word for word in words if any(trace in text for trace in traces(word))]


def test_the_story_went_as_it_should_and_everything_was_logged(story: Story) -> None:
    assert story.codes[:5] == [4, 0, 0, 0, 0]
    assert all(story.codes[5:8])
    assert story.codes[8:] == [4, 4]
    assert story.text.count("RuntimeError: made to fail") >= 3
    assert "LOG " in story.text
    assert "POST /token" in story.text
    assert {"messages.get", "events.list"} <= {request.name for request in story.google.requests}
    assert story.google.faults.struck == 1
    assert len(story.oauth.forms("authorization_code")) == 2


def test_no_token_no_code_and_no_secret_is_printed_or_logged(story: Story) -> None:
    assert [word for word in TOKENS if any(f"{word}{number}" in story.text for number in range(100))] == []
    assert seen((CLIENT_SECRET,), story.text) == []
    assert "Bearer" not in story.text
    for form in story.oauth.forms("authorization_code"):
        assert form["code_verifier"] not in story.text


def test_no_word_of_a_mail_or_an_event_is_printed_or_logged(story: Story) -> None:
    assert seen(PRIVATE_WORDS + JOB_WORDS, story.text) == []


def test_the_database_has_no_token_and_nothing_private(story: Story) -> None:
    kept = story.database.decode("latin-1")
    assert seen(JOB_WORDS, kept) == list(JOB_WORDS)  # so words would be found
    assert seen(PRIVATE_WORDS, kept) == []
    assert [word for word in TOKENS if any(f"{word}{number}" in kept for number in range(100))] == []
    assert CLIENT_SECRET not in kept


def test_tokens_are_in_their_own_files_alone(story: Story) -> None:
    holding = [
        file.relative_to(story.folder).as_posix()
        for file in story.folder.rglob("*")
        if file.is_file() and b"refresh-" in file.read_bytes()
    ]
    assert sorted(holding) == ["tealeaves/tokens/mail.json", "tealeaves/tokens/meetings.json"]
    assert all((story.folder / name).stat().st_mode & 0o777 == 0o600 for name in holding)


def shown(printed: str) -> list[str]:
    """The lines that a person sees without --debug."""
    return [line for line in printed.splitlines() if line.startswith("tealeaves: ")]


def test_who_has_to_sign_in_again_is_told_how_in_one_line_each(story: Story) -> None:
    said = [line for line in shown(story.printed[-1]) if "has ended" in line]
    assert len(said) == 2
    for name, line in zip(("mail", "meetings"), said, strict=True):
        assert f"run: tealeaves accounts login {name} (" in line


def test_a_refused_token_is_refreshed_once_before_the_person_is_asked(story: Story) -> None:
    assert story.refreshes[8] == 4  # for each account: the token that had ended, and the one that was refused
    said = [line for line in shown(story.printed[8]) if "sign-in refused" in line]
    assert len(said) == 2
    for name, line in zip(("mail", "meetings"), said, strict=True):
        assert line.endswith(f"run tealeaves accounts login {name}")
