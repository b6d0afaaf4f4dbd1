"""What is known of providers holds together, and an address is recognised by it."""

from __future__ import annotations

import tomllib

import msgspec
import pytest

from tealeaves.accounts import first_mistake
from tealeaves.setup import providers
from tealeaves.setup.entry import entry
from tealeaves.tables import AccountTable
from tests.tealeaves.conftest import ROOT

FILE = ROOT / "tealeaves" / "setup" / "providers.toml"


@pytest.mark.parametrize(
    ("address", "id", "user"),
    [
        ("robin@gmail.com", "gmail", "robin@gmail.com"),
        ("robin@GoogleMail.com", "gmail", "robin@GoogleMail.com"),
        ("robin@hotmail.co.uk", "outlook", "robin@hotmail.co.uk"),
        ("robin@own.onmicrosoft.com", "microsoft365", "robin@own.onmicrosoft.com"),
        ("robin@fastmail.fm", "fastmail", "robin@fastmail.fm"),
        ("robin@me.com", "icloud", "robin"),
        ("robin@ymail.com", "yahoo", "robin@ymail.com"),
        ("robin@gmx.at", "gmx", "robin@gmx.at"),
        ("robin@gmx.us", "gmxcom", "robin@gmx.us"),
        ("robin@web.de", "webde", "robin"),
        ("robin@posteo.net", "posteo", "robin@posteo.net"),
        ("robin@pm.me", "proton", "robin@pm.me"),
        ("robin@free.fr", "free", "robin"),
        ("robin@btinternet.com", "bt", "robin@btinternet.com"),
    ],
)
def test_an_address_is_recognised_with_its_user_name(address: str, id: str, user: str) -> None:
    found = providers.recognised(address)
    assert found is not None
    assert (found.id, found.user_of(address)) == (id, user)


@pytest.mark.parametrize("address", ["robin@example.org", "robin@notgmail.com", "robin@gmail.com.example"])
def test_a_domain_of_ones_own_is_not_taken_for_a_providers(address: str) -> None:
    assert providers.recognised(address) is None


def test_the_user_of_a_domain_of_ones_own_is_asked_for_where_only_the_person_knows() -> None:
    by_id = {one.id: one for one in providers.hosting()}
    assert by_id["icloud"].user_of("robin@example.org") == ""
    assert by_id["fastmail"].user_of("robin@example.org") == "robin@example.org"


def test_no_domain_and_no_name_stands_twice_and_each_fact_has_its_source() -> None:
    tables = tomllib.loads(FILE.read_text("utf-8"))["provider"]
    domains = [domain for one in tables for domain in one["domains"]]
    assert len(domains) == len(set(domains)) > 300
    assert all(domain == domain.casefold() for domain in domains)
    assert len({one["id"] for one in tables}) == len(tables)
    for one in tables:
        assert one["sources"]
        assert all(link.startswith("https://") for link in [*one["sources"], one.get("make", "https://")])


@pytest.mark.parametrize("one", providers.known(), ids=lambda one: one.id)
def test_what_is_known_makes_an_account_that_the_configuration_takes(one: providers.Provider) -> None:
    keys = {"name": one.id, "kind": "imap", "host": one.host, "port": one.port, "user": "robin"}
    keys |= {"security": one.security, "auth": one.auth}
    keys |= {"client_id": "x"} if one.auth == "microsoft" else {}
    accounts = [msgspec.convert(entry(keys), AccountTable)]
    if one.caldav:
        place = "url" if "://" in one.caldav else "host"
        told = {"name": "calendar", "kind": "caldav", place: one.caldav, "user": "robin"}
        accounts.append(msgspec.convert(told, AccountTable))
    assert first_mistake(accounts) is None
    assert one.user in ("address", "local")
    assert one.own in ("", "address", "ask")
