"""Tokens of Google that end: refreshed while Google lets them be, and told to the person when it does not."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from ingest.credentials import Token
from ingest.errors import SignInError, UnreachableError
from tealeaves.signin import google_flow
from tealeaves.signin.sign_in import _drawer, access_token, sign_in
from tealeaves.signin.tokens import Tokens
from tealeaves.tables import AccountTable
from tests.servers.oauth import CLIENT, CLIENT_SECRET, REVOKED, OAuth
from tests.tealeaves.signin.conftest import NOW, FileKeyring, World, of_kind

LOGIN = "tealeaves accounts login mine"
REVOKED_WORDS = REVOKED["error_description"]


def keep(world: World, oauth: OAuth, account: AccountTable, *, holds: bool = False) -> Tokens:
    """As if the person had signed in an hour ago, or just now, if it holds still."""
    given = oauth.give(google_flow.SCOPES[account.kind], with_id=False)
    tokens = Tokens(given["access_token"], given["refresh_token"], NOW + timedelta(hours=int(holds)))
    _drawer(account, world.around, google_flow).write(tokens)
    return tokens


def test_an_old_token_is_refreshed_with_the_persons_own_client(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, google)
    credential = sign_in(google, world.around)()
    assert isinstance(credential, Token)
    assert oauth.access[credential.secret] == oauth.user
    [form] = oauth.forms("refresh_token")
    assert (form["client_id"], form["client_secret"]) == (CLIENT, CLIENT_SECRET)
    assert "scope" not in form


def test_the_refresh_token_is_kept_for_the_next_time(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    first = keep(world, oauth, google)
    access_token(google, world.around)
    kept = _drawer(google, world.around, google_flow).read()
    assert kept is not None
    assert kept.refresh == first.refresh  # Google's answer to a refresh brings no other
    assert kept.access != first.access


def test_a_token_that_should_hold_and_was_refused_is_refreshed_and_the_new_one_kept(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    first = keep(world, oauth, google, holds=True)
    assert access_token(google, world.around) == first.access
    second = access_token(google, world.around, refused=first.access)
    assert second != first.access
    assert len(oauth.forms("refresh_token")) == 1
    world.now = NOW - timedelta(days=365)  # the server's tokens hold by the real clock
    assert access_token(google, world.around) == second
    assert access_token(google, world.around, refused=first.access) == second  # another's refresh serves, too
    assert len(oauth.forms("refresh_token")) == 1


@pytest.mark.parametrize(
    ("error", "description", "said"),
    [
        ("invalid_grant", REVOKED_WORDS, f"has ended ({REVOKED_WORDS}); run: {LOGIN}"),
        ("invalid_grant", REVOKED_WORDS, 'is in "Testing": docs/google.md'),
        ("invalid_grant", "Bad Request", f"the sign-in has ended (Bad Request); run: {LOGIN}"),
        ("invalid_client", "The OAuth client was not found.", "your OAuth client is gone"),
        ("invalid_client", "The provided client secret is invalid.", "add a secret at https://console.cloud"),
        ("deleted_client", "The OAuth client was deleted.", "make another, docs/google.md"),
        ("disabled_client", "The OAuth client was disabled.", "is switched off"),
        ("unauthorized_client", "Unauthorized", "the tokens are of another client"),
        ("admin_policy_enforced", "", "administrator allows no such access"),
        ("org_internal", "", "set its audience to External"),
        ("access_denied", "Account restricted", f"to sign in after all: {LOGIN}"),
        ("invalid_scope", "Some requested scopes were invalid.", "enable the API"),
        ("something_new", "", f"refuses (something_new); run: {LOGIN}"),
    ],
)
def test_a_refusal_is_one_line_that_says_what_to_do_and_is_never_tried_again(
    google: AccountTable, world: World, oauth: OAuth, error: str, description: str, said: str
) -> None:
    keep(world, oauth, google)
    oauth.refresh_refusal = {"error": error, "error_description": description}
    oauth.refusal_status = 401 if "client" in error else 400
    with pytest.raises(SignInError) as raised:
        sign_in(google, world.around)()
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(oauth.forms("refresh_token")) == 1


def test_an_organisation_that_wants_a_new_sign_in_is_told_apart_from_a_server_that_is_broken(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, google)
    oauth.refresh_refusal = {**REVOKED, "error_subtype": "invalid_rapt"}
    with pytest.raises(SignInError, match=f"ends sign-ins after some hours or days: {LOGIN}"):
        sign_in(google, world.around)()


def test_a_refusal_leaves_the_tokens_as_they_were(google: AccountTable, world: World, oauth: OAuth) -> None:
    first = keep(world, oauth, google)
    oauth.revoke()
    with pytest.raises(SignInError, match="has ended"):
        access_token(google, world.around)
    assert _drawer(google, world.around, google_flow).read() == first


def test_a_token_server_that_is_broken_asks_nothing_of_the_person(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, google)
    oauth.broken = True
    with pytest.raises(UnreachableError, match="no token now: try later"):
        access_token(google, world.around)


def test_a_server_of_an_unknown_authority_gets_nothing(
    google: AccountTable, world: World, oauth: OAuth, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, oauth, google)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(UnreachableError, match="certificate cannot be trusted"):
        sign_in(google, world.around)()
    assert not oauth.asked


def test_mail_and_calendar_of_one_person_by_one_client_are_two_sign_ins(
    google: AccountTable, world: World, oauth: OAuth, ring: FileKeyring
) -> None:
    mail = of_kind("gmail", world)
    mail_tokens = keep(world, oauth, mail, holds=True)
    calendar = of_kind("google-calendar", world, name="meetings")
    calendar_tokens = keep(world, oauth, calendar, holds=True)
    assert access_token(mail, world.around) == mail_tokens.access
    assert access_token(calendar, world.around) == calendar_tokens.access
    assert access_token(calendar, world.around, refused=calendar_tokens.access) != calendar_tokens.access
    assert access_token(mail, world.around) == mail_tokens.access
    assert len(ring.kept()) == 2


def test_the_tokens_of_a_mail_account_open_no_calendar(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, of_kind("gmail", world), holds=True)
    with pytest.raises(SignInError, match=f"not signed in; run: {LOGIN}"):
        access_token(of_kind("google-calendar", world), world.around)


def test_who_refreshes_at_once_gets_a_token_each_and_the_file_is_whole(
    google: AccountTable, world: World, oauth: OAuth
) -> None:
    keep(world, oauth, google)
    ready = threading.Barrier(8)
    got: list[str] = []

    def refreshes() -> None:
        ready.wait()
        got.append(access_token(google, world.around))

    threads = [threading.Thread(target=refreshes) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 8
    assert set(got) <= set(oauth.access)
    file = world.around.tokens / "mine.json"
    assert json.loads(file.read_text())["access"] in got
    assert [one.name for one in file.parent.iterdir()] == ["mine.json"]
