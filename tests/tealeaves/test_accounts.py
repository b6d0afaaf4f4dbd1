"""The tables of accounts: what each must say, and the one line where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tealeaves import config
from tealeaves.accounts import is_loopback, way_in
from tealeaves.errors import UsageError

ME = 'me = { addresses = ["robin@postbox.example"] }\n'
SERVER = 'host = "imap.example.org"\nuser = "robin"\n'


def load(tmp_path: Path, *accounts: str) -> list[config.AccountTable]:
    path = tmp_path / "config.toml"
    path.write_text(ME + "".join(f"[[accounts]]\n{one}\n" for one in accounts), "utf-8")
    return config.load(path, {}).tables.accounts


def imap(rest: str = "", name: str = "mine", server: str = SERVER) -> str:
    return f'name = "{name}"\nkind = "imap"\n{server}{rest}'


def google(rest: str = "", kind: str = "gmail") -> str:
    return f'name = "g"\nkind = "{kind}"\nclient_file = "client.json"\n{rest}\n'


def caldav(rest: str = "", url: str = "https://dav.example/", user: str = "robin") -> str:
    return f'name = "dav"\nkind = "caldav"\nurl = "{url}"\nuser = "{user}"\n{rest}'


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (imap(server='user = "robin"\n'), 'accounts[0].host: missing; an account of kind = "imap" needs it'),
        (imap(server='host = "h.example"\n'), "accounts[0].user: missing"),
        (imap(server='host = "imaps://h.example"\nuser = "u"\n'), "accounts[0].host: "),
        (imap(name=""), "accounts[0].name: a name has 1 to 60 characters"),
        (imap(name=" mine"), "accounts[0].name: "),
        (imap(name="x" * 61), "accounts[0].name: "),
        (imap(name="my/own"), 'accounts[0].name: a name holds neither "/" nor control characters'),
        (imap(name="my\\u0007own"), "nor control characters"),
        (imap('folders = ["INBOX", ""]\n'), "accounts[0].folders: an entry is empty"),
        (imap('security = "none"\n'), 'accounts[0].security: "none" would send the password readable'),
        (imap('tls_minimum = "1.1"\n'), "accounts[0].tls_minimum: '1.1' is not one of 1.2, 1.3"),
        (imap('auth = "oauth"\n'), "accounts[0].auth: 'oauth' is not one of password, google, microsoft"),
        (imap("port = 0\n"), "accounts[0].port: "),
        (
            imap('password_env = "A"\npassword_file = "b"\n'),
            "accounts[0].password_file: password_env is set too: one place for the password, please",
        ),
        (imap('password_command = [""]\n'), "accounts[0].password_command: its first entry is the program"),
        (imap('auth = "google"\n'), "accounts[0].client_file: missing; your own OAuth client of Google"),
        (imap('auth = "microsoft"\n'), "accounts[0].client_id: missing; your own OAuth client of Microsoft"),
        (
            imap('auth = "google"\nclient_file = "c.json"\npassword_env = "A"\n'),
            "accounts[0].password_env: google takes no password: tealeaves accounts login mine",
        ),
        (imap('client_id = "x"\n'), 'client_id: means something only with auth = "microsoft"'),
        (imap('auth = "microsoft"\nclient_id = "x"\ntenant = "a/b"\n'), 'tenant: "a/b" is not a tenant'),
        (
            imap('auth = "microsoft"\nclient_id = "x"\noauth_authority = "http://localhost:1"\n'),
            "accounts[0].oauth_authority: is not an address that begins with https://",
        ),
        ('name = "g"\nkind = "gmail"\n', "accounts[0].client_file: missing"),
        ('name = "c"\nkind = "google-calendar"\n', "accounts[0].client_file: missing"),
        (google('folders = ["INBOX"]'), 'accounts[0].folders: means something only with kind = "imap"'),
        (google('calendars = ["a"]'), 'calendars: means something only with kind = "google-calendar"'),
        (google('calendars = ["a", " "]', "google-calendar"), "calendars: an entry is empty"),
        (
            imap('api_root = "https://h.example"\n'),
            'api_root: means something only with kind = "gmail" or "google-calendar"',
        ),
        (google('password_env = "A"'), "password_env: google takes no password: tealeaves accounts login g"),
        (google('auth = "microsoft"'), 'auth: an account of kind = "gmail" does not sign in with microsoft'),
        ('name = "c"\nkind = "caldav"\nuser = "u"\n', "accounts[0].url: missing; an account of kind"),
        (caldav('host = "dav.example"\n'), "accounts[0].host: url is set too: one place for the calendar"),
        (caldav(user=""), "accounts[0].user: missing"),
        (caldav(url="http://dav.example/"), "accounts[0].url: is not an address that begins with https://"),
        (caldav(url="https://u:p@dav.example/"), "accounts[0].url: is not an address"),
        (caldav('auth = "google"\n'), 'auth: an account of kind = "caldav" does not sign in with google'),
        (imap('auth = "bearer"\n'), 'auth: an account of kind = "imap" does not sign in with bearer'),
        ('name = "f"\nkind = "ics"\n', "accounts[0].url: missing"),
        ('name = "f"\nkind = "ics"\nurl = "ftp://h.example/x"\n', "accounts[0].url: is not an address"),
        ('name = "f"\nkind = "ics"\nurl = "https://h.example/x"\npath = "x"\n', "path: url is set too"),
        (imap('url = "https://h.example"\n'), 'url: means something only with kind = "caldav" or "ics"'),
        (
            google('token_file = "t"\n')
            + "[[accounts]]\n"
            + google('token_file = "t"\n').replace('"g"', '"h"'),
            "accounts[1].token_file: holds the tokens of another account already",
        ),
        (
            'name = "f"\nkind = "mbox"\nauth = "google"\nclient_file = "c"\n',
            'accounts[0].auth: an account of kind = "mbox" does not sign in with google',
        ),
    ],
)
def test_a_mistake_is_named_in_one_line_with_its_key(tmp_path: Path, account: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(tmp_path, account)
    line = str(raised.value)
    assert said in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("root", "is_fine"),
    [
        ("https://gmail.googleapis.com/", True),
        ("https://gateway.example:8443/google/", True),
        ("http://127.0.0.1:4000", True),
        ("http://localhost:4000/", True),
        ("http://[::1]:4000/", True),
        ("http://gmail.googleapis.com/", False),
        ("http://localhost.example/", False),
        ("http://127.0.0.1@h.example/", False),
        ("https://robin:secret@h.example/", False),
        ("https://h.example/?to=elsewhere", False),
        ("https://h.example/#part", False),
        ("https://h.example:port/", False),
        ("https://h.exam ple/", False),
        ("https://[::1/", False),
        ("https://", False),
        ("gmail.googleapis.com", False),
        ("ftp://h.example/", False),
    ],
)
@pytest.mark.parametrize("kind", ["gmail", "google-calendar"])
def test_tokens_go_to_another_server_only_encrypted_or_on_this_machine(
    tmp_path: Path, root: str, is_fine: bool, kind: str
) -> None:
    account = google(f'api_root = "{root}"', kind)
    if is_fine:
        assert load(tmp_path, account)[0].api_root == root
    else:
        with pytest.raises(UsageError, match=r"accounts\[0\]\.api_root: is not an address that begins with"):
            load(tmp_path, account)


def test_two_accounts_never_share_a_name_in_whatever_case(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'accounts\[1\]\.name: "Mine" is the name of another account'):
        load(tmp_path, imap(), imap(name="Mine"))


@pytest.mark.parametrize(
    ("rest", "port"),
    [("", 993), ('security = "tls"', 993), ('security = "starttls"', 143), ("port = 1993", 1993)],
)
def test_the_port_follows_the_security_unless_it_is_given(tmp_path: Path, rest: str, port: int) -> None:
    assert load(tmp_path, imap(rest))[0].service_port == port


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_may_be_spoken_to_unencrypted(tmp_path: Path, host: str, here: bool) -> None:
    assert is_loopback(host) is here
    server = f'host = "{host}"\nuser = "robin"\nsecurity = "none"\n'
    if here:
        assert load(tmp_path, imap(server=server))
    else:
        with pytest.raises(UsageError):
            load(tmp_path, imap(server=server))


def test_how_an_account_signs_in_follows_from_its_kind(tmp_path: Path) -> None:
    accounts = load(
        tmp_path,
        imap(),
        imap('auth = "microsoft"\nclient_id = "x"', name="work"),
        'name = "gmail"\nkind = "gmail"\nclient_file = "c.json"',
        'name = "dav"\nkind = "caldav"\nurl = "https://dav.example"\nuser = "u"\npassword_env = "DAV"',
        'name = "token"\nkind = "caldav"\nhost = "dav.example"\nauth = "bearer"\npassword_env = "DAV"',
        'name = "feed"\nkind = "ics"\nurl = "https://feed.example/you.ics"',
        'name = "file"\nkind = "mbox"\npath = "mail.mbox"',
    )
    ways = ["password", "microsoft", "google", "password", "bearer", "", ""]
    assert [way_in(one) for one in accounts] == ways


@pytest.mark.parametrize(
    "address",
    ["https://h.example/private-0/basic.ics?key=1", "webcal://h.example/x.ics", "http://127.0.0.1:8/x.ics"],
)
def test_a_feed_is_asked_for_encrypted_or_on_this_machine(tmp_path: Path, address: str) -> None:
    [feed] = load(tmp_path, f'name = "f"\nkind = "ics"\nurl = "{address}"')
    assert feed.url == address


def test_the_address_of_a_feed_is_in_no_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        load(tmp_path, 'name = "f"\nkind = "ics"\nurl = "http://h.example/private-secret/basic.ics"')
    assert "secret" not in str(raised.value)


def test_files_lie_beside_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(ME, "utf-8")
    loaded = config.load(path, {})
    assert loaded.beside("client.json") == tmp_path / "client.json"
    assert loaded.beside("/etc/ca.pem") == Path("/etc/ca.pem")
    assert loaded.beside("~/x") == Path.home() / "x"
