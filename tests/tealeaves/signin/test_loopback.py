"""The port to which the browser comes back: what counts as the answer, and what does not."""

from __future__ import annotations

import logging
import socket

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SignInError
from tealeaves.signin.loopback import HOST, _answer, listening

STATE = "a-state-that-nobody-guesses"


def test_the_answer_is_what_the_browser_brings() -> None:
    with listening(STATE) as back:
        page = requests.get(f"{back.address}?state={STATE}&code=4%2F0Ab&scope=x+y", timeout=20)
        assert back.answer(20) == {"state": STATE, "code": "4/0Ab", "scope": "x y"}
    assert page.status_code == 200
    assert "terminal" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["favicon.ico", "?code=x", f"?state={STATE}", "?code=x&state=", f"x?code=1&state={STATE}"]
)
def test_whatever_else_is_asked_changes_nothing(query: str) -> None:
    with listening(STATE) as back:
        assert requests.get(back.address + query, timeout=20).status_code == 404
        with pytest.raises(TimeoutError):
            back.answer(0)


def test_a_connection_that_says_nothing_keeps_the_browser_from_nothing() -> None:
    with listening(STATE) as back, socket.create_connection((HOST, back.port)):  # as Chrome opens one ahead
        requests.get(f"{back.address}?state={STATE}&error=access_denied", timeout=20)
        assert back.answer(20)["error"] == "access_denied"


def test_nothing_else_than_a_question_is_answered() -> None:
    with listening(STATE) as back:
        assert requests.post(f"{back.address}?state={STATE}&code=x", timeout=20).status_code == 501
        with pytest.raises(TimeoutError):
            back.answer(0)


def test_the_code_reaches_no_log_and_no_terminal(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(1), listening(STATE) as back:
        with socket.create_connection((HOST, back.port)) as raw:
            raw.sendall(f"GET /?code=secret-code&state={STATE} HTTP/9.9\r\n\r\n".encode())
            assert raw.recv(100)
        with socket.create_connection((HOST, back.port)) as raw:
            raw.sendall(f"GET /?code=secret-code&state={STATE} HTTP/1.1\r\n\r\n".encode())
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # and hangs up at once
        assert back.answer(20)["code"] == "secret-code"
    assert "secret-code" not in caplog.text
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
    assert logging.getLogger().level != 1


def test_a_port_that_is_taken_is_told() -> None:
    with (
        listening(STATE) as back,
        pytest.raises(SignInError, match=f"port {back.port} of this machine is not to be had"),
        listening(STATE, back.port),
    ):
        pass


@given(st.text(max_size=60))
def test_no_text_but_our_own_state_is_an_answer(path: str) -> None:
    assert _answer(path, STATE) == {}
