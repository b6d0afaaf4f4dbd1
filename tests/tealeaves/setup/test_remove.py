"""`tealeaves accounts remove`: what goes, and what stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.tealeaves.setup.test_options import fails

if TYPE_CHECKING:
    from tests.tealeaves.setup.newcomer import Newcomer

CONFIG = """\
# mine
me = { addresses = ["robin@postbox.example"] }

[[accounts]]   # the old one
name = "old"
kind = "imap"
host = "imap.postbox.example"
user = "robin"

# what I read every day
[[accounts]]
name = "new"
kind = "imap"
host = "imap.postbox.example"
user = "hale"

# --- by mail
[digest]
to = "robin@postbox.example"
"""


def has(newcomer: Newcomer, text: str = CONFIG) -> None:
    newcomer.config.parent.mkdir(exist_ok=True)
    newcomer.config.write_text(text)
    (newcomer.home / "keyring.json").write_text(
        json.dumps({"tealeaves\nold": "x", "tealeaves tokens\nold": "y", "tealeaves\nnew": "z"})
    )


def test_an_account_goes_with_its_secrets_and_the_rest_stays(newcomer: Newcomer) -> None:
    has(newcomer)
    said = newcomer.run("accounts", "remove", "old", "--yes")
    assert said.code == 0, said.err
    assert "tealeaves forget --account old" in said.out
    old = CONFIG[CONFIG.index("[[accounts]]   #") : CONFIG.index("# what I")]
    assert newcomer.config.read_text() == CONFIG.replace(old, "")
    assert newcomer.kept() == {"tealeaves\nnew": "z"}


def test_the_heading_above_the_next_table_is_not_taken_along(newcomer: Newcomer) -> None:
    has(newcomer)
    assert newcomer.run("accounts", "remove", "new", "--yes").code == 0
    assert newcomer.config.read_text().endswith(
        "\n# what I read every day\n\n" + CONFIG[CONFIG.index("# ---") :]
    )


def test_at_a_terminal_it_asks_and_without_one_it_wants_a_yes(newcomer: Newcomer) -> None:
    has(newcomer)
    fails(newcomer.run("accounts", "remove", "old"), 2, "--yes")
    talk = newcomer.begins("accounts", "remove", "old")
    talk.says("Remove old and its secrets?", "n")
    assert talk.end() == 2
    assert newcomer.config.read_text() == CONFIG
    assert len(newcomer.kept()) == 3
    talk = newcomer.begins("accounts", "remove", "old")
    talk.says("Remove old and its secrets?", "y")
    assert talk.end() == 0


def test_files_of_ours_go_and_files_of_the_persons_own_stay(newcomer: Newcomer) -> None:
    newcomer.has_keyring = False
    own = newcomer.home / "own"
    own.write_text("swordfish\n")
    own.chmod(0o600)
    add = ["accounts", "add", "robin@gmail.com", "--no-test"]
    assert newcomer.run(*add, "--password-stdin", "--keep", "file", stdin="swordfish").code == 0
    ours = newcomer.config.with_name("gmail.password")
    assert ours.read_text().startswith("swordfish\n")
    tokens = newcomer.home / "data" / "tealeaves" / "tokens" / "gmail.json"
    tokens.parent.mkdir(parents=True)
    tokens.write_text(json.dumps({"of": "a", "access": "b", "refresh": "c", "expires_at": "d"}))
    tokens.chmod(0o600)
    said = newcomer.run("accounts", "remove", "gmail", "--yes", "--json")
    assert said.json()["secrets_deleted"] == [str(tokens), str(ours)]
    assert not ours.exists()
    assert not tokens.exists()
    assert newcomer.run(*add, "--password-file", "own").code == 0
    assert newcomer.run("accounts", "remove", "gmail", "--yes").code == 0
    assert own.exists()


def test_a_name_that_is_none_is_told(newcomer: Newcomer) -> None:
    has(newcomer)
    fails(newcomer.run("accounts", "remove", "odl", "--yes"), 2, 'did you mean "old"?')
