"""Where tokens are kept: in the keyring if it keeps them, else in a file of the owner's alone."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import keyring.backends.null
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SignInError
from tealeaves.signin.tokens import Drawer, Tokens, _decoded, _encoded
from tests.tealeaves.signin.conftest import NOW, FileKeyring

TOKENS = Tokens("an-access-token", "a-refresh-token", NOW)


@pytest.fixture
def drawer(tmp_path: Path) -> Drawer:
    return Drawer("mine", "me", tmp_path / "data" / "tokens" / "mine.json", file_only=False)


def test_without_a_keyring_they_are_in_a_file_of_the_owners_alone(drawer: Drawer) -> None:
    before = os.umask(0)
    try:
        assert drawer.write(TOKENS) == str(drawer.file)
    finally:
        os.umask(before)
    assert drawer.file.stat().st_mode & 0o777 == 0o600
    assert drawer.file.parent.stat().st_mode & 0o777 == 0o700
    assert drawer.read() == TOKENS
    assert [one.name for one in drawer.file.parent.iterdir()] == ["mine.json"]


def test_a_file_that_others_can_read_is_not_believed(drawer: Drawer) -> None:
    drawer.write(TOKENS)
    drawer.file.chmod(0o644)
    with pytest.raises(SignInError, match="run chmod 600"):
        drawer.read()
    drawer.write(TOKENS)  # written anew, it is closed again
    assert drawer.read() == TOKENS


def test_a_keyring_takes_them_over_from_the_file(drawer: Drawer, ring: FileKeyring) -> None:
    Drawer(drawer.name, drawer.of, drawer.file, file_only=True).write(TOKENS)
    assert drawer.read() == TOKENS
    newer = Tokens("newer", "newer", NOW)
    assert drawer.write(newer) == "the keyring"
    assert not drawer.file.exists()
    assert drawer.read() == newer


def test_a_keyring_that_is_switched_off_keeps_nothing_so_the_file_does(drawer: Drawer) -> None:
    keyring.set_keyring(keyring.backends.null.Keyring())
    assert drawer.write(TOKENS) == str(drawer.file)
    assert drawer.read() == TOKENS


def test_a_keyring_too_small_for_tokens_leaves_them_to_the_file_and_forgets_older_ones(
    drawer: Drawer, tmp_path: Path
) -> None:
    class Small(FileKeyring):
        full = False

        def set_password(self, service: str, username: str, password: str) -> None:
            if self.full:
                raise keyring.errors.PasswordSetError("(1783, 'CredWrite', 'The stub received bad data')")
            super().set_password(service, username, password)

    small = Small(tmp_path / "small.json")
    keyring.set_keyring(small)
    drawer.write(TOKENS)
    small.full = True
    newer = Tokens("newer", "newer", NOW)
    assert drawer.write(newer) == str(drawer.file)
    assert drawer.read() == newer


def test_a_file_that_the_configuration_names_is_the_only_place(drawer: Drawer, ring: FileKeyring) -> None:
    named = Drawer("mine", "me", drawer.file, file_only=True)
    named.write(TOKENS)
    assert ring.kept() == {}
    assert named.read() == TOKENS


def test_those_of_another_sign_in_are_never_handed_out(drawer: Drawer) -> None:
    drawer.write(TOKENS)
    assert Drawer("mine", "somebody else", drawer.file, file_only=False).read() is None


def test_a_write_that_fails_leaves_the_old_ones_and_says_where(drawer: Drawer, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(SignInError, match="cannot be written"):
        drawer.write(TOKENS)


@given(st.text(), st.text(), st.datetimes(timezones=st.just(UTC)))
def test_what_was_kept_comes_back_as_it_was(access: str, refresh: str, expires_at: datetime) -> None:
    tokens = Tokens(access, refresh, expires_at)
    assert _decoded(_encoded(tokens, "me"), "me") == tokens


@given(
    st.one_of(
        st.text(),
        st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5).map(
            json.dumps
        ),
        st.fixed_dictionaries(
            {"of": st.just("me"), "access": st.text(), "refresh": st.text(), "expires_at": st.text()}
        ).map(json.dumps),
    )
)
def test_what_somebody_else_wrote_there_is_as_good_as_nothing(text: str) -> None:
    found = _decoded(text, "me")
    assert found is None or isinstance(found, Tokens)


def test_a_token_about_to_end_does_not_hold() -> None:
    assert TOKENS.hold(NOW - timedelta(minutes=3))
    assert not TOKENS.hold(NOW - timedelta(minutes=2))
    assert "token" not in repr(TOKENS).casefold().replace("tokens(", "")
