"""Signing in with Microsoft: msal itself, over TLS, against a server of ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.credentials import Token
from ingest.errors import SignInError, UnreachableError
from tealeaves.signin.sign_in import log_in, sign_in
from tealeaves.tables import AccountTable
from tests.servers.oauth import DEVICE_GRANT, USER_CODE, OAuth
from tests.tealeaves.signin.conftest import FileKeyring, World

pytestmark = pytest.mark.filterwarnings("ignore:Attempted too soon")  # nobody really waits here


class Person:
    """What was shown to the person, and how long the program waited for them."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.waits: list[float] = []

    def signs_in(self, account: AccountTable, world: World) -> str:
        return log_in(account, world.around, browser=False, say=self.read.append, wait=self.waits.append)


def test_the_person_is_told_where_to_type_which_code(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    person = Person()
    person.signs_in(microsoft, world)
    assert f"{oauth.url}/device" in person.read[0]
    assert person.read[1] == USER_CODE


def test_after_signing_in_the_token_is_used_for_the_configured_user(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    where = Person().signs_in(microsoft, world)
    assert where.endswith("tokens/work.json")
    credential = sign_in(microsoft, world.around)()
    assert isinstance(credential, Token)
    assert credential.user == oauth.user
    assert oauth.access[credential.secret] == oauth.user


def test_the_scope_is_that_of_imap_with_a_refresh_token(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    Person().signs_in(microsoft, world)
    asked = next(form for path, form in oauth.asked if path.endswith("/devicecode"))
    assert {"https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"} <= set(
        asked["scope"].split()
    )


def test_polling_keeps_the_interval_and_slows_down_when_asked(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    oauth.device_answers = ["authorization_pending", "slow_down", "authorization_pending"]
    person = Person()
    person.signs_in(microsoft, world)
    assert person.waits == [1, 6, 6]  # RFC 8628 §3.5: 5 seconds more, from then on
    assert len(oauth.forms(DEVICE_GRANT)) == 4


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("expired_token", "the code was not entered in time; run: tealeaves accounts login work"),
        ("authorization_declined", "the sign-in was declined"),
        ("access_denied", "the sign-in was declined"),
    ],
)
def test_a_sign_in_that_the_person_does_not_finish_is_told_and_keeps_nothing(
    microsoft: AccountTable, world: World, oauth: OAuth, error: str, said: str
) -> None:
    oauth.device_answers = ["authorization_pending", error]
    with pytest.raises(SignInError, match=said):
        Person().signs_in(microsoft, world)
    with pytest.raises(SignInError, match="not signed in; run: tealeaves accounts login work"):
        sign_in(microsoft, world.around)()


def test_waiting_ends_when_the_code_has_expired_even_if_the_server_never_says_so(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    oauth.device_answers = ["authorization_pending"] * 2000
    oauth.code_lasts_seconds = 20
    person = Person()
    with pytest.raises(SignInError, match="not entered in time"):
        person.signs_in(microsoft, world)
    assert sum(person.waits) == 20


def test_an_app_that_may_not_ask_for_codes_is_told_what_to_switch_on(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    oauth.device_refusal = {
        "error": "invalid_client",
        "error_description": "AADSTS7000218: The request body must contain the following parameter: "
        "'client_assertion' or 'client_secret'.\r\nTrace ID: 0\r\nCorrelation ID: 0",
    }
    with pytest.raises(SignInError, match="Allow public client flows") as raised:
        Person().signs_in(microsoft, world)
    assert "Trace ID" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_tenant_that_nobody_knows_is_named(world: World, oauth: OAuth) -> None:
    account = world.account(
        'name = "work"\nkind = "imap"\nhost = "outlook.office365.com"\nuser = "a@b.example"\n'
        f'auth = "microsoft"\nclient_id = "x"\ntenant = "nowhere.example"\noauth_authority = "{oauth.url}"\n'
    )
    with pytest.raises(SignInError, match=r'knows no tenant "nowhere\.example"'):
        Person().signs_in(account, world)


def test_who_signs_in_as_somebody_else_is_told_so(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    oauth.user = "somebody.else@postbox.example"
    person = Person()
    person.signs_in(microsoft, world)
    assert "somebody.else@postbox.example signed in" in person.read[2]


def test_a_token_is_used_until_two_minutes_before_its_end_and_then_refreshed(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    Person().signs_in(microsoft, world)
    ask = sign_in(microsoft, world.around)
    first = ask().secret
    world.later(minutes=57)
    assert ask().secret == first
    world.later(minutes=2)
    second = ask().secret
    assert second != first
    assert ask().secret == second
    assert len(oauth.forms("refresh_token")) == 1
    world.later(hours=1)
    ask()
    assert len({form["refresh_token"] for form in oauth.forms("refresh_token")}) == 2  # the new one is kept


def test_a_refused_refresh_token_asks_the_person_and_is_tried_once(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    Person().signs_in(microsoft, world)
    world.later(days=100)
    oauth.refresh_refusal = {
        "error": "invalid_grant",
        "error_description": "AADSTS700082: The refresh token has expired due to inactivity.",
    }
    with pytest.raises(SignInError, match="run: tealeaves accounts login work"):
        sign_in(microsoft, world.around)()
    assert len(oauth.forms("refresh_token")) == 1


@pytest.mark.parametrize("error", ["temporarily_unavailable", "server_error"])
def test_trouble_of_the_server_is_nothing_that_the_person_must_mend(
    microsoft: AccountTable, world: World, oauth: OAuth, error: str
) -> None:
    Person().signs_in(microsoft, world)
    world.later(days=1)
    oauth.refresh_refusal = {"error": error}
    with pytest.raises(UnreachableError, match="try later"):
        sign_in(microsoft, world.around)()


def test_a_page_where_a_token_should_be_is_no_answer(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    Person().signs_in(microsoft, world)
    world.later(days=1)
    oauth.broken = True
    with pytest.raises(UnreachableError, match="Microsoft gives no token"):
        sign_in(microsoft, world.around)()


def test_a_server_that_is_not_there_may_be_back_later(world: World, oauth: OAuth) -> None:
    moved = world.account(
        'name = "work"\nkind = "imap"\nhost = "outlook.office365.com"\nuser = "a@b.example"\n'
        'auth = "microsoft"\nclient_id = "x"\noauth_authority = "https://localhost:1"\n'
    )
    with pytest.raises(UnreachableError, match="Microsoft gives no token: no connection"):
        Person().signs_in(moved, world)


def test_a_server_of_an_unknown_authority_gets_nothing(
    microsoft: AccountTable, world: World, oauth: OAuth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(UnreachableError, match="certificate cannot be trusted"):
        Person().signs_in(microsoft, world)
    assert not oauth.asked


def test_tokens_never_go_to_another_client_or_another_user(
    microsoft: AccountTable, world: World, oauth: OAuth
) -> None:
    Person().signs_in(microsoft, world)
    for change in ('client_id = "another"', 'tenant = "organizations"'):
        other = world.account(
            'name = "work"\nkind = "imap"\nhost = "outlook.office365.com"\nauth = "microsoft"\n'
            f'user = "{oauth.user}"\noauth_authority = "{oauth.url}"\n{change}\n'
            + ('client_id = "x"\n' if "tenant" in change else "")
        )
        with pytest.raises(SignInError, match="not signed in"):
            sign_in(other, world.around)()


def test_with_a_keyring_the_tokens_lie_there_and_in_no_file(
    microsoft: AccountTable, world: World, oauth: OAuth, ring: FileKeyring
) -> None:
    assert Person().signs_in(microsoft, world) == "the keyring"
    assert not list(world.around.tokens.glob("*"))
    assert sign_in(microsoft, world.around)().secret in oauth.access
    world.later(seconds=oauth.lasts_seconds - timedelta(minutes=1).total_seconds())
    sign_in(microsoft, world.around)()
    assert "access-2" in str(ring.kept())
