"""Signing in with Google: its own library, a browser of sorts, over TLS, against a server of ours."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import requests

from ingest.errors import SignInError
from tealeaves.signin import google_flow
from tealeaves.signin.sign_in import log_in
from tealeaves.tables import AccountTable
from tests.servers.oauth import CLIENT, CLIENT_SECRET, OAuth
from tests.tealeaves.signin.browsing import back_of, browser, logs_in
from tests.tealeaves.signin.conftest import World, of_kind

NO_BROWSER = "--no-browser"


def test_the_browser_comes_back_and_the_token_is_kept_for_the_owner_alone(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    code, printed = logs_in(world, browser(oauth), NO_BROWSER)
    assert code == 0, printed
    kept = world.folder / "tealeaves" / "tokens" / "mine.json"
    assert str(kept) in printed
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert oauth.access[json.loads(kept.read_text())["access"]] == oauth.user
    assert "access-" not in printed
    assert "refresh-" not in printed


@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        ("imap", "https://mail.google.com/"),
        ("gmail", "https://www.googleapis.com/auth/gmail.readonly"),
        ("google-calendar", "https://www.googleapis.com/auth/calendar.readonly"),
    ],
)
def test_it_asks_for_reading_alone_and_proves_that_it_was_it_who_asked(
    google: AccountTable, world: World, oauth: OAuth, kind: str, scope: str
) -> None:
    if kind != "imap":
        of_kind(kind, world, rest=f'user = "{oauth.user}"')
    code, printed = logs_in(world, browser(oauth), NO_BROWSER)
    assert code == 0, printed
    asked = next(query for path, query in oauth.asked if path == "/auth")
    assert asked["scope"] == scope
    assert asked["code_challenge_method"] == "S256"
    assert asked["access_type"] == "offline"
    assert asked["prompt"] == "consent"
    assert asked["login_hint"] == oauth.user
    [form] = oauth.forms("authorization_code")
    assert len(form["code_verifier"]) >= 43  # RFC 7636 §4.1
    assert (form["client_id"], form["client_secret"]) == (CLIENT, CLIENT_SECRET)


def test_where_no_user_is_named_google_asks_which_of_the_persons_accounts_it_is(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    of_kind("gmail", world)
    assert logs_in(world, browser(oauth), NO_BROWSER)[0] == 0
    [asked] = [query for path, query in oauth.asked if path == "/auth"]
    assert asked["prompt"] == "select_account consent"
    assert "login_hint" not in asked


def test_the_redirect_is_listened_for_on_this_machine_alone(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    ports: list[int] = []

    def visit(address: str) -> None:
        back = urlsplit(back_of(address))
        assert (back.scheme, back.hostname, back.path) == ("http", "127.0.0.1", "/")
        assert back.port is not None
        ports.append(back.port)
        # A socket that listened at every address of this machine would answer at this one, too.
        with pytest.raises(OSError, match=r"refused|assign|timed out"):
            socket.create_connection(("127.0.0.2", back.port), timeout=20)
        browser(oauth)(address)

    assert logs_in(world, visit, NO_BROWSER)[0] == 0
    with pytest.raises(OSError, match="refused"):  # and no longer than it takes
        socket.create_connection(("127.0.0.1", ports[0]), timeout=20)


def test_without_a_screen_the_address_is_printed_with_the_way_back_from_another_machine(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    seen: list[str] = []

    def visit(address: str) -> None:
        seen.append(back_of(address))
        browser(oauth)(address)

    code, printed = logs_in(world, visit)  # and nobody said --no-browser
    port = urlsplit(seen[0]).port
    assert code == 0, printed
    assert f"ssh -N -L {port}:127.0.0.1:{port} " in printed


def test_the_port_can_be_known_beforehand(google: AccountTable, world: World, oauth: OAuth) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        code, printed = logs_in(world, browser(oauth), "--port", str(taken))
        assert (code, len(printed.splitlines())) == (4, 1)
        assert f"port {taken} of this machine is not to be had" in printed
    seen: list[str] = []

    def visit(address: str) -> None:
        seen.append(back_of(address))
        browser(oauth)(address)

    code, printed = logs_in(world, visit, "--port", str(taken))
    assert (code, seen) == (0, [f"http://127.0.0.1:{taken}/"]), printed


def test_somebody_who_declines_is_told_and_no_token_is_kept(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    oauth.consents = False
    code, printed = logs_in(world, browser(oauth), NO_BROWSER)
    assert code == 4
    assert printed.splitlines()[-1].startswith(
        "tealeaves: account mine: the sign-in was declined; "
        "to sign in after all: tealeaves accounts login mine"
    )
    assert not (world.folder / "tealeaves").exists()


def test_an_answer_to_a_question_that_was_not_asked_changes_nothing(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    def forge(address: str) -> None:
        back = back_of(address)
        for query in ("code=stolen&state=forged", "error=access_denied&state=forged", "code=stolen", ""):
            assert requests.get(f"{back}?{query}", timeout=20).status_code == 404
        browser(oauth)(address)

    code, printed = logs_in(world, forge, NO_BROWSER)
    assert code == 0, printed
    assert [form["code"] for form in oauth.forms("authorization_code")] != ["stolen"]
    assert len(oauth.forms("authorization_code")) == 1


@pytest.mark.parametrize(
    ("kind", "what"), [("imap", "mail"), ("gmail", "mail"), ("google-calendar", "calendars")]
)
def test_less_than_was_asked_for_is_not_enough(
    google: AccountTable, world: World, oauth: OAuth, kind: str, what: str
) -> None:
    if kind != "imap":
        of_kind(kind, world)
    oauth.granted_scope = "openid"
    code, printed = logs_in(world, browser(oauth), NO_BROWSER)
    assert code == 4
    assert printed.splitlines()[-1] == (
        f"tealeaves: account mine: reading {what} was not permitted; "
        "run: tealeaves accounts login mine, and tick its box"
    )
    assert not (world.folder / "tealeaves").exists()


def test_nobody_who_signs_in_is_not_waited_for_for_ever(
    google: AccountTable, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google_flow, "PATIENCE_SECONDS", 0)
    with pytest.raises(SignInError, match=r"nobody signed in within .* docs/google\.md"):
        log_in(google, world.around, browser=False, say=lambda line: None)


def test_a_token_server_that_is_broken_asks_nothing_of_the_person(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    def visit(address: str) -> None:
        sent = requests.get(address, verify=str(oauth.ca_file), allow_redirects=False, timeout=20)
        oauth.broken = True
        requests.get(sent.headers["Location"], timeout=20)

    code, printed = logs_in(world, visit, NO_BROWSER)
    assert code == 1
    assert "gives no token now" in printed.splitlines()[-1]
    assert "Traceback" not in printed


def test_a_token_that_holds_is_used_without_importing_what_fetched_it(
    google: AccountTable, microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    script = (
        "import json, sys\n"
        "from datetime import datetime, UTC, timedelta\n"
        "from pathlib import Path\n"
        "from tealeaves import config\n"
        "from tealeaves.signin.sign_in import sign_in, _drawer, _flow\n"
        "from tealeaves.signin.surroundings import surroundings\n"
        "from tealeaves.signin.tokens import Tokens\n"
        "loaded = config.load(Path(sys.argv[1]), {})\n"
        "around = surroundings(loaded, {}, lambda: datetime(2026, 9, 28, tzinfo=UTC))\n"
        "for account in loaded.tables.accounts:\n"
        "    held = Tokens('a', 'b', around.now() + timedelta(hours=1))\n"
        "    _drawer(account, around, _flow(account)).write(held)\n"
        "    assert sign_in(account, around)().secret == 'a'\n"
        "heavy = ('msal', 'google', 'requests', 'google_auth_oauthlib', 'cryptography', 'imapclient')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    text = 'me = {{ addresses = ["a@b.example"] }}\n' + "".join(
        f'[[accounts]]\nkind = "imap"\nhost = "h.example"\nuser = "u"\ntoken_file = "{name}.json"\n'
        f'name = "{name}"\n{rest}\n'
        for name, rest in (
            ("one", f'auth = "microsoft"\nclient_id = "{microsoft.client_id}"'),
            ("two", f'auth = "google"\nclient_file = "{google.client_file}"'),
        )
    )
    (world.folder / "config.toml").write_text(text.replace("{{", "{").replace("}}", "}"))
    done = subprocess.run(
        [sys.executable, "-c", script, str(world.folder / "config.toml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr
