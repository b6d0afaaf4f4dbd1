"""The configuration after an account was added or removed: whatever else it says, it goes on saying."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tealeaves.setup.entry import entry, free_name
from tealeaves.setup.writing import (
    CannotEditError,
    missing_addresses,
    new,
    with_account,
    with_addresses,
    without_account,
)
from tests.tealeaves.conftest import ROOT

ENTRY = {"name": "fast mail", "kind": "imap", "host": "h.example", "port": 1993, "folders": ["INBOX", 'a"b']}
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\t", exclude_categories=["Cc", "Cs"]))
QUOTED = WORDS.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
NAMES = st.sampled_from(["a", "b", "Ä-1", "old mail", "accounts"])
ADDRESSES = st.lists(st.sampled_from(["a@b.example", "@c.example", "d@e.example"]), min_size=1)


@st.composite
def comments(draw: st.DrawFn) -> str:
    """Nothing, empty lines, and lines that say nothing, though they may look like headings."""
    lines = st.one_of(st.just(""), WORDS.map("# {}".format), st.just("  # [[accounts]]"))
    return "".join(f"{line}\n" for line in draw(st.lists(lines, max_size=3)))


@st.composite
def me(draw: st.DrawFn) -> tuple[bool, str]:
    """The person, and whether that has to stand above every table."""
    told = draw(ADDRESSES)
    joint = draw(st.sampled_from([", ", ",\n  ", ",  # one\n  "]))
    array = f"[{joint.join(repr(one) for one in told)}]"
    form = draw(st.sampled_from(["inline", "dotted", "table"]))
    end = draw(st.sampled_from(["", "  # mine"])) + "\n"
    if form == "inline":
        flat = ", ".join(repr(one) for one in told)
        return True, f"me = {{ addresses = [{flat}], since = '3 weeks' }}{end}"
    if form == "dotted":
        return True, f"me.since = '3 weeks'\nme.addresses = {array}{end}"
    return False, f"[me]\naddresses = {array}{end}"


@st.composite
def account(draw: st.DrawFn, name: str) -> str:
    heading = draw(st.sampled_from(["[[accounts]]", "[[ accounts ]]  # one", '[["accounts"]]']))
    hidden = f'path = """\n[[accounts]]\nname = "not {name}"\n"""\n'
    text = draw(st.sampled_from(["", hidden, "# in it\n"]))
    return f"{heading}\nname = {name!r}\n{text}kind = 'maildir'\n"


@st.composite
def configurations(draw: st.DrawFn) -> str:
    on_top, person = draw(me())
    names = draw(st.lists(NAMES, max_size=3, unique=True))
    tables = [draw(account(name)) for name in names]
    tables += draw(st.lists(st.sampled_from([
        "[store]\nurl = 'sqlite:///x'\n", "[signals.own]\nphrases = ['x']\n",
        "[momentum.strength]\nown = 1\n",
    ]), max_size=3, unique=True))  # fmt: skip
    if not on_top:
        tables.append(person)
    tables = draw(st.permutations(tables))
    parts = [person if on_top else "", *tables]
    text = "".join(draw(comments()) + part for part in parts) + draw(comments())
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return text if draw(st.booleans()) else text.rstrip("\r\n")


@given(configurations())
def test_an_account_more_changes_no_byte_of_what_is_there(text: str) -> None:
    before = tomllib.loads(text)
    after = with_account(text, ENTRY)
    assert after.startswith(text)
    assert tomllib.loads(after) == {**before, "accounts": [*before.get("accounts", []), ENTRY]}
    assert ("\r\n" in after) == ("\r\n" in text) or not text.count("\n")


@given(configurations())
def test_what_was_added_can_be_removed_without_a_trace(text: str) -> None:
    after = without_account(with_account(text, ENTRY), "fast mail")
    assert after.rstrip() == text.rstrip()


@given(configurations(), NAMES)
def test_an_account_less_takes_its_own_lines_alone(text: str, name: str) -> None:
    before = tomllib.loads(text)
    assume(any(one["name"] == name for one in before.get("accounts", ())))
    after = without_account(text, name)
    left = [one for one in before["accounts"] if one["name"] != name]
    assert tomllib.loads(after) == {**before, "accounts": left} or (
        not left and tomllib.loads(after) == {key: before[key] for key in before if key != "accounts"}
    )
    lines, kept = iter(text.splitlines()), after.splitlines()
    assert all(any(line == one for one in lines) for line in kept)  # in order, and none that is new
    said = [one for one in text.splitlines() if one.startswith("# ") and one != "# in it"]
    assert [one for one in kept if one.startswith("# ") and one != "# in it"] == said


@given(
    configurations(), st.lists(st.sampled_from(["x@y.example", 'odd"one@y.example']), max_size=2, unique=True)
)
def test_addresses_more_leave_every_comment_and_every_other_line(text: str, addresses: list[str]) -> None:
    before = tomllib.loads(text)
    after = with_addresses(text, addresses)
    read = tomllib.loads(after)
    assert read["me"].pop("addresses") == before["me"].pop("addresses") + addresses
    assert read == before
    for line in text.splitlines():
        assert "@" in line or line in after.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        'accounts = [ { name = "old", kind = "mbox" }, ]  # all\nme = { addresses = ["a@b.example"] }\n',
        'me.addresses = ["a@b.example"]\naccounts = []\n',
    ],
)
def test_accounts_in_an_array_stay_in_it(text: str) -> None:
    after = with_account(text, ENTRY)
    assert tomllib.loads(after)["accounts"][-1] == ENTRY
    assert "[[accounts]]" not in after
    assert (
        tomllib.loads(without_account(after, "fast mail")).get("accounts", [])
        == tomllib.loads(text)["accounts"]
    )


def test_the_example_keeps_every_line() -> None:
    example = (ROOT / "config.example.toml").read_text("utf-8")
    assert without_account(with_account(example, ENTRY), "fast mail") == example


@given(WORDS, ADDRESSES)
def test_a_new_configuration_says_who_it_is(name: str, addresses: list[str]) -> None:
    read = tomllib.loads(new(name, addresses, "Europe/London"))
    assert read == {
        "me": {"name": name, "addresses": addresses, "timezone": "Europe/London", "since": "12 months"}
    }


def test_what_cannot_be_changed_safely_is_not_changed() -> None:
    with pytest.raises(CannotEditError):
        with_account(
            "me.addresses = ['a@b.example']\nstore.url = nan  # no text, and equal to nothing\n", ENTRY
        )


@pytest.mark.parametrize(
    ("addresses", "missing"),
    [(["A@b.example"], []), (["x@c.example"], []), (["x@b.example"], ["x@b.example"]), ([], [])],
)
def test_an_address_is_known_by_itself_or_by_its_domain(addresses: list[str], missing: list[str]) -> None:
    assert missing_addresses(addresses, ["a@B.example", "@c.example"]) == missing


def test_an_entry_says_what_is_not_usual_in_the_documented_order() -> None:
    keys: dict[str, Any] = {
        "user": "u",
        "port": 993,
        "security": "tls",
        "host": "h",
        "kind": "imap",
        "name": "n",
    }
    assert list(entry(keys).items()) == [("name", "n"), ("kind", "imap"), ("host", "h"), ("user", "u")]
    assert entry({"port": 993, "security": "starttls"}) == {"port": 993, "security": "starttls"}


def test_a_name_is_free_and_possible() -> None:
    assert free_name("gmail", ["Gmail", "gmail-2"]) == "gmail-3"
    assert free_name("a/b c", []) == "a-b-c"
    assert free_name("", []) == "account"
