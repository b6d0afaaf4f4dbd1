"""How fast a store is brought up to date with changed rules, beside reading all of its mail anew.

    python -m benchmarks.reclassify [-n 10000] [--rounds 3] [--workers 2] [--json]

A store is filled with the mails of the sample search, all kept with their words, and each of them again and
again under other names. Then it is reclassified in whole, as `reclassify --all --dry-run` does it: once with
nothing changed, once with a phrase added that stands in none of the mails, once with one that stands in some.
The yardstick is what reading such mails whole costs in one process. Memory is that of this process at its
peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import machine
from classify.read import read
from classify.relevance import ties
from classify.signals.bank import own_bank
from classify.types import Me
from ingest.files.connector import Files
from ingest.types import Address, RawMail
from store.intake import Intake, ReadMessage
from store.store import Store, open_store
from tealeaves.pipeline.again import reread
from tealeaves.pipeline.intake import correspondents, read_mail
from tealeaves.pipeline.settle import settle

NOW = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
OWNER = Me("Robin Hale", frozenset({"robin.hale@postbox.example"}))
SAMPLE = Path(__file__).parents[1] / "examples" / "search" / "mail"
AT_ONCE = 500
ANEW = 400  # mails that are read whole
RATIO = "times_reading_anew"
"""Mails in a second, as a multiple of what reading them anew in one process makes."""

SYLLABLES = "bor dal fen gar hul jin kes lom mur nop pel quor ras sig tov ulm ven wex yar zil".split()

PHRASES = {
    "nothing changed": "",
    "a phrase that stands nowhere": "marmalade on the moon",
    "a phrase that stands in some": "looking forward",
}


def sample() -> list[ReadMessage]:
    """The mails of the sample search that are kept, read."""
    items = [item for batch in Files([SAMPLE]).changes({}) for item in batch.items]
    read = [read_mail(item, OWNER, None) for item in items if isinstance(item, RawMail)]
    return [one for one in read if isinstance(one, ReadMessage) and one.keep]


def filled(store: Store, candidate: int, n: int) -> None:
    """Writes `n` mails: the sample over and over, each time a search of its own, with other firms."""
    known = sample()
    firms = sorted({one.reading.company.value for one in known if one.reading.company}, key=len)
    for at in range(0, n, AT_ONCE):
        numbers = range(at, min(n, at + AT_ONCE))
        part = (_again(known[one % len(known)], one, one // len(known), firms) for one in numbers)
        store.commit(candidate, Intake("sample", "", "", messages=tuple(part)), NOW)
    settle(store, candidate, OWNER, None, NOW)


def _again(one: ReadMessage, number: int, copy: int, firms: list[str]) -> ReadMessage:
    message, mark = one.message, _word(copy)

    def elsewhere(address: Address) -> Address:
        name, _, domain = address.email.partition("@")
        return address if OWNER.owns(address.email) else replace(address, email=f"{name}@{mark}{domain}")

    def renamed(text: str) -> str:
        for firm in firms:
            text = text.replace(firm, f"{mark.capitalize()} {firm}")
        return text

    def ids(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"<{copy}.{name.strip('<>')}>" for name in names)

    message = replace(
        message,
        key=f"{number:032x}",
        message_id=ids((message.message_id,))[0],
        in_reply_to=ids(message.in_reply_to),
        references=ids(message.references),
        provider_thread=None,
        at=message.at - timedelta(days=90 * copy),
        sender=message.sender and elsewhere(message.sender),
        reply_to=(),
        to=tuple(map(elsewhere, message.to)),
        cc=tuple(map(elsewhere, message.cc)),
        subject=renamed(message.subject),
        text=renamed(message.text),
        events=(),
    )
    reading = read(message, OWNER)
    people = correspondents(message, OWNER)
    place = replace(one.place, spot=str(number))
    return ReadMessage(message, reading, place, ties(message, reading, people, OWNER), keep=True)


def _word(number: int) -> str:
    """An invented word for a number."""
    first, second = divmod(number, len(SYLLABLES))
    return SYLLABLES[second] + SYLLABLES[first % len(SYLLABLES)] + SYLLABLES[-1 - second]


def reading_anew(store: Store, candidate: int) -> float:
    """Mails a second that one process reads whole."""
    found = []
    for message in store.messages(candidate):
        found.append(message)
        if len(found) == ANEW:
            break
    read(found[0], OWNER)  # loads the rules
    began = time.perf_counter()
    for message in found:
        read(message, OWNER)
    return len(found) / (time.perf_counter() - began)


def reclassified(store: Store, candidate: int, phrase: str, workers: int) -> dict[str, float]:
    """What bringing up to date took, by what it did. Nothing of it is kept."""
    bank = own_bank({"mine": {"speaker": "company", "phrases": [phrase]}}) if phrase else None
    began = time.perf_counter()
    with store.rehearsal() as tried:
        done = reread(tried, candidate, OWNER, bank, NOW, workers=workers)
    return {"seconds": time.perf_counter() - began, "read": done.read, "mails": done.looked_at}


def measure(n: int, rounds: int, workers: int) -> dict[str, Any]:
    """Medians over the rounds. Ratios are taken within each round."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/s.db", now=NOW) as store:
        candidate = store.candidate("benchmark")
        filled(store, candidate, n)
        anew: list[float] = []
        found: dict[str, list[dict[str, float]]] = {name: [] for name in PHRASES}
        for _ in range(rounds):
            anew.append(reading_anew(store, candidate))
            for name, phrase in PHRASES.items():
                found[name].append(reclassified(store, candidate, phrase, workers))
    return {
        "mails": n,
        "rounds": rounds,
        "workers": workers,
        "machine": machine(),
        "reading_anew_per_second": round(median(anew), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
        "reclassify": {
            name: {
                "mails_per_second": round(median(one["mails"] / one["seconds"] for one in some), 1),
                "read_again": int(some[0]["read"]),
                RATIO: round(
                    median(
                        one["mails"] / one["seconds"] / base for one, base in zip(some, anew, strict=True)
                    ),
                    2,
                ),
            }
            for name, some in found.items()
        },
    }


def table(found: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    lines = [
        f"{found['mails']:,} stored mails, {found['rounds']} rounds, medians, {found['workers']} processes",
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        "",
        f"{'':32}{'mails/s':>10}{'read again':>12}{'ratio':>9}",
        f"{'reading anew, one process':32}{found['reading_anew_per_second']:10.0f}{'':12}{1:9.2f}",
    ]
    for name, one in found["reclassify"].items():
        lines.append(f"{name:32}{one['mails_per_second']:10.0f}{one['read_again']:12,}{one[RATIO]:9.2f}")
    return "\n".join([*lines, "", f"Peak of this process: {found['peak_mb']:.0f} MB."])


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("-n", type=int, default=10_000, help="stored mails (default 10,000)")
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--workers", type=int, default=2, help="processes that may read (default 2)")
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    found = measure(given.n, given.rounds, given.workers)
    print(json.dumps(found, indent=2) if given.json else table(found))


if __name__ == "__main__":
    main()
