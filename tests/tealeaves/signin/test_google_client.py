"""The OAuth client that a person downloads from Google's console, and what else people download there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SignInError
from tealeaves.signin.google_client import read_client

DOWNLOADED = {
    "client_id": "1234-abc.apps.googleusercontent.com",
    "project_id": "tea-leaves-1234",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "https://oauth2.googleapis.com/token",
    "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
    "client_secret": "GOCSPX-one-of-ones-own",
    "redirect_uris": ["http://localhost"],
}


def read(folder: Path, text: str) -> dict[str, str]:
    (folder / "client.json").write_text(text, "utf-8")
    return read_client(folder / "client.json")


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in DOWNLOADED.items() if name != key}


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_what_the_console_gives_for_a_desktop_app_is_read(tmp_path: Path, start: str) -> None:
    client = read(tmp_path, start + json.dumps({"installed": DOWNLOADED}))
    assert client == {key: DOWNLOADED[key] for key in ("client_id", "client_secret", "auth_uri", "token_uri")}


def test_its_secret_shows_in_no_repr(tmp_path: Path) -> None:
    assert "GOCSPX" not in repr(read(tmp_path, json.dumps({"installed": DOWNLOADED})))


def test_a_file_that_others_can_read_is_read_for_its_secret_is_none(tmp_path: Path) -> None:
    (tmp_path / "client.json").write_text(json.dumps({"installed": DOWNLOADED}))
    (tmp_path / "client.json").chmod(0o644)
    assert read_client(tmp_path / "client.json")["client_id"] == DOWNLOADED["client_id"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "is not the JSON of a Google client of the type Desktop app"),
        ("[", "is not the JSON"),
        ("[" * 100_000, "is not the JSON"),
        ("null", "is not the JSON"),
        ('{"installed": []}', "is not the JSON"),
        ('{"installed": {"client_id": "x"}}', "Desktop app"),
        ('{"installed": {"client_id": 1, "auth_uri": "https://a", "token_uri": "https://b"}}', "Desktop app"),
        (json.dumps({"web": DOWNLOADED}), 'is a client of the type Web application ("web")'),
        ('{"type": "service_account", "private_key": "x"}', "is the key of a service account"),
        ('{"type": "authorized_user", "refresh_token": "x"}', "is a sign-in of gcloud"),
        (
            json.dumps({"installed": without("client_secret")}),
            "holds no client_secret: Google shows it only when",
        ),
        (
            json.dumps({"installed": {**DOWNLOADED, "token_uri": "http://b"}}),
            "token_uri does not begin with https://",
        ),
    ],
)
def test_a_file_that_is_something_else_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SignInError) as raised:
        read(tmp_path, text)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "private_key" not in str(raised.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SignInError, match=r"client_file .* cannot be read: No such file"):
        read_client(tmp_path / "client.json")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["installed", "web", "type", *DOWNLOADED]) | st.text(max_size=4), inner
        )
    ),
)


@given(anything)
def test_whatever_json_it_is_a_client_comes_out_or_one_line(whole: object) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            assert set(read(Path(folder), json.dumps(whole))) == {
                "client_id",
                "client_secret",
                "auth_uri",
                "token_uri",
            }
        except SignInError as error:
            assert "\n" not in str(error)
