from __future__ import annotations

from classify.applications import tokens
from ingest.types import Address


def test_an_address_and_its_own_domain_leave_a_token_each() -> None:
    first, second = tokens([Address("Ann", "ann@mail.acme.example")])
    assert first.startswith("a:")
    assert second.startswith("d:")
    assert "ann" not in first


def test_a_shared_domain_leaves_no_token() -> None:
    assert len(tokens([Address("", "x@gmail.com"), Address("", "no-reply@greenhouse.io")])) == 2


def test_the_same_correspondent_has_the_same_token_once() -> None:
    twice = tokens([Address("A", "ann@acme.example"), Address("B", "ann@acme.example")])
    assert twice == tokens([Address("", "ann@acme.example")])


def test_no_address_leaves_nothing() -> None:
    assert tokens([Address("Ann", "")]) == ()
