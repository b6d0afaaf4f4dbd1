"""Signing in with Google: its own library, a browser of sorts, over TLS, against a server of ours."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
import requests

from ingest.credentials import Token
from ingest.errors import SignInError, UnreachableError
from tealeaves.signin.sign_in import sign_in
from tealeaves.signin.tokens import Tokens
from tealeaves.tables import AccountTable
from tests.servers.oauth import CLIENT, CLIENT_SECRET, OAuth
from tests.tealeaves.signin.conftest import NOW, World

ADDRESS = re.compile(r"https://\S+")


def logs_in(world: World, oauth: OAuth, visit: Callable[[str], object], *options: str) -> tuple[int, str]:
    """Runs `tealeaves accounts login mine` and visits the address that it prints. Its code and its output."""
    environment = {**os.environ, "XDG_DATA_HOME": str(world.folder), "PYTHONUNBUFFERED": "1"}
    environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    run = "import sys; from tealeaves.cli.main import main; sys.exit(main())"
    config = str(world.folder / "config.toml")
    with subprocess.Popen(
        [sys.executable, "-c", run, "--config", config, "accounts", "login", "mine", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed = []
        for line in process.stdout:
            printed.append(line)
            if address := ADDRESS.search(line):
                visit(address.group())
                break
        printed.extend(process.stdout)
    return process.returncode, "".join(printed)


def browser(oauth: OAuth) -> Callable[[str], object]:
    """Opens an address and follows where it leads."""
    return lambda address: requests.get(address, verify=str(oauth.ca_file), timeout=20)


def test_the_browser_comes_back_and_the_token_is_kept_for_the_owner_alone(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    code, printed = logs_in(world, oauth, browser(oauth), "--no-browser")
    assert code == 0, printed
    kept = world.folder / "tealeaves" / "tokens" / "mine.json"
    assert str(kept) in printed
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert oauth.access[json.loads(kept.read_text())["access"]] == oauth.user
    assert "access-" not in printed
    assert "refresh-" not in printed


def test_it_asks_for_imap_and_proves_that_it_was_it_who_asked(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    logs_in(world, oauth, browser(oauth), "--no-browser")
    asked = next(query for path, query in oauth.asked if path == "/auth")
    assert asked["scope"] == "https://mail.google.com/"
    assert asked["code_challenge_method"] == "S256"
    assert asked["login_hint"] == oauth.user
    assert len(oauth.forms("authorization_code")[0]["code_verifier"]) >= 43  # RFC 7636 §4.1


def test_somebody_who_declines_is_told_and_no_token_is_kept(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    oauth.consents = False
    code, printed = logs_in(world, oauth, browser(oauth), "--no-browser")
    assert code == 4
    assert printed.splitlines()[-1] == "tealeaves: account mine: the sign-in was declined"
    assert not (world.folder / "tealeaves").exists()


def test_an_answer_to_a_question_that_was_not_asked_is_refused(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    def forge(address: str) -> None:
        back = re.search(r"redirect_uri=([^&]+)", address)
        assert back is not None
        with contextlib.suppress(requests.RequestException):
            requests.get(f"{requests.utils.unquote(back.group(1))}?code=stolen&state=forged", timeout=20)

    code, printed = logs_in(world, oauth, forge, "--no-browser")
    assert code == 4
    assert "Traceback" not in printed
    assert not oauth.forms("authorization_code")


def test_less_than_was_asked_for_is_not_enough(google: AccountTable, world: World, oauth: OAuth) -> None:
    oauth.granted_scope = "openid"
    code, printed = logs_in(world, oauth, browser(oauth), "--no-browser")
    assert code == 4
    assert "reading mail was not permitted" in printed


def keep(world: World, oauth: OAuth, account: AccountTable) -> None:
    """As if the person had signed in an hour ago."""
    from tealeaves.signin import google_flow
    from tealeaves.signin.sign_in import _drawer

    given = oauth.give("https://mail.google.com/", with_id=False)
    tokens = Tokens(given["access_token"], given["refresh_token"], NOW)
    _drawer(account, world.around, google_flow).write(tokens)


def test_an_old_token_is_refreshed_with_the_persons_own_client(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, google)
    credential = sign_in(google, world.around)()
    assert isinstance(credential, Token)
    assert oauth.access[credential.secret] == oauth.user
    [form] = oauth.forms("refresh_token")
    assert (form["client_id"], form["client_secret"]) == (CLIENT, CLIENT_SECRET)


def test_a_refused_refresh_token_asks_the_person_and_is_tried_once(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, google)
    oauth.refresh_refusal = {
        "error": "invalid_grant",
        "error_description": "Token has been expired or revoked.",
    }
    with pytest.raises(SignInError, match="run: tealeaves accounts login mine"):
        sign_in(google, world.around)()
    assert len(oauth.forms("refresh_token")) == 1


def test_a_client_that_google_has_deleted_is_told(google: AccountTable, world: World, oauth: OAuth) -> None:
    keep(world, oauth, google)
    oauth.refresh_refusal = {
        "error": "invalid_client",
        "error_description": "The OAuth client was not found.",
    }
    with pytest.raises(SignInError, match="download client_file anew"):
        sign_in(google, world.around)()


def test_a_server_of_an_unknown_authority_gets_nothing(
    google: AccountTable, world: World, oauth: OAuth, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, oauth, google)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(UnreachableError, match="certificate cannot be trusted"):
        sign_in(google, world.around)()
    assert not oauth.asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "is not the JSON of a Google client of the type Desktop app"),
        ("[", "is not the JSON"),
        ('{"web": {"client_id": "x"}}', "Desktop app"),
        ('{"installed": {"client_id": "x"}}', "Desktop app"),
        (
            '{"installed": {"client_id": "x", "client_secret": "y", "auth_uri": "https://a",'
            ' "token_uri": "http://b"}}',
            "token_uri does not begin with https://",
        ),
    ],
)
def test_a_client_file_that_is_something_else_is_told_in_one_line(
    google: AccountTable, world: World, text: str, said: str
) -> None:
    (world.folder / "client.json").write_text(text)
    with pytest.raises(SignInError, match=said) as raised:
        sign_in(google, world.around)()
    assert "\n" not in str(raised.value)


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
