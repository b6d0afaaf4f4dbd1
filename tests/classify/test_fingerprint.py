"""Fingerprints by stage: every table belongs to one, and reading again is reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.fingerprint import NO_READING, ROOT, STAGES, Rules, changed, fingerprint, outdated, rules
from classify.read import read, read_again
from classify.signals.bank import own_bank
from classify.types import Reading, Standing
from ingest.types import Message
from tests.classify.messages import JANE, ME, message

MINE = own_bank({"mine": {"speaker": "company", "phrases": ["we are so chuffed"]}})
MAILS = [
    message("We would like to invite you to an interview for the role of Data Engineer by Friday. Jane Roe"),
    message("Hi Max, we are so chuffed. When could you start? Jane", "Your application to Acme"),
    message("Hi Max, the salary for the role is £70,000 a year. Jane", "Your application to Acme"),
    message("Hi Max, could we talk on Friday?\n\nBest regards\nJane Roe\nVP Engineering", "Your application"),
    message("50 % off all shoes! Unsubscribe here.", "Sale", bulk=True),
    message("Dear Jane, thank you for the interview.", "Re: Interview", sender=None, labels=("Sent",)),
]


def test_every_table_belongs_to_a_stage_or_to_no_reading() -> None:
    patterns = [*NO_READING, *(pattern for _, tables in STAGES.values() for pattern in tables)]
    listed = {path for pattern in patterns for path in ROOT.glob(pattern)}
    assert set(ROOT.rglob("*.toml")) <= listed
    assert all(any(ROOT.glob(pattern)) for pattern in patterns)


def test_a_fingerprint_holds_the_rules_of_each_stage() -> None:
    assert Rules.of(fingerprint()) == rules()
    assert Rules.of("0123456789abcdef") != rules()
    for strange in ("", "r1", "x" * 17):
        assert changed(strange) == set(STAGES)


def test_a_phrase_of_ones_own_outdates_the_signals_and_what_they_decide() -> None:
    assert changed(fingerprint(), MINE) == {"signals"}
    assert outdated(fingerprint(), MINE) == {"signals", "standing"}
    assert outdated(fingerprint(MINE), MINE) == frozenset()


def older(reading: Reading, stage: str) -> Reading:
    """The reading as if the rules of one stage had been others, and had found nothing."""
    made_by = replace(Rules.of(reading.rules), **{stage: "...."})
    nothing: dict[str, object] = {
        "text": {"text": "", "sections": replace(reading.sections, new="")},
        "signals": {"signals": (), "promise": None},
        "names": {"company": None, "role": None, "agency": None, "requisition": ""},
        "standing": {
            "standing": Standing.POSSIBLE,
            "reasons": (),
            "asks": not reading.asks,
            "pay": (),
            "titles": (),
        },
    }[stage]  # type: ignore[assignment]
    return replace(reading, rules=str(made_by), **nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize("mail", MAILS)
@pytest.mark.parametrize("stage", STAGES)
def test_what_a_changed_stage_found_is_found_again(mail: Message, stage: str) -> None:
    whole = read(mail, ME)
    assert read_again(mail, ME, older(whole, stage)) == whole


@pytest.mark.parametrize("mail", MAILS)
def test_reading_again_with_other_phrases_is_reading(mail: Message) -> None:
    assert read_again(mail, ME, read(mail, ME), MINE) == read(mail, ME, MINE)
    assert read_again(mail, ME, read(mail, ME, MINE)) == read(mail, ME)


def test_what_is_up_to_date_is_returned_as_it_is() -> None:
    one = read(MAILS[0], ME)
    assert read_again(message("other words", sender=JANE), ME, one) is one
