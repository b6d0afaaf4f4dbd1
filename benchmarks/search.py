"""What it takes to search: the index, its size, and finding, beside a scan of all texts in the same run.

    python -m benchmarks.search [--messages 20000] [--runs 5] [--url postgresql+psycopg://…] [--json]

A store is filled with letters of 250 words, drawn from a vocabulary as languages have it (Zipf), half of each
quoted. "scan" asks the same database for `LIKE '%words%'` over subjects and texts. The best run counts, and
only ratios say anything: machines differ. Without --url it is a new file of SQLite.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.machine import machine
from classify.types import Author, Claim, Reading, Sections, Standing
from ingest.types import Address, Message, Place
from store.intake import Intake, ReadMessage
from store.models import ContentRow
from store.search.query import parsed
from store.search.types import Within
from store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
WORDS = 250
VOCABULARY = 30_000
AT_ONCE = 500
QUERIES = {  # what is searched for, and what a scan looks for in its place
    "a rare word": ("{rare}", "%{rare}%"),
    "a common word": ("{common}", "%{common}%"),
    "two words": ("{common} {middle}", "%{middle}%"),
    "a phrase": ('"{common} {common}"', "%{common} {common}%"),
    "a beginning": ("{start}*", "%{start}%"),
    "all but a word": ("{middle} -{common}", "%{middle}%"),
    "no words": ("", "%"),
}


def vocabulary(chance: random.Random) -> list[str]:
    """Words of one to four syllables, the commonest first."""
    syllables = [one + two for one in "bdfgklmnprstvw" for two in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(syllables, k=chance.randint(1, 4)))] = None
    return list(found)


def filled(store: Store, candidate: int, many: int, words: list[str], chance: random.Random) -> None:
    """Writes the letters, as if read."""
    weights = [1 / (place + 3) for place in range(len(words))]
    for at in range(0, many, AT_ONCE):
        numbers = range(at, min(many, at + AT_ONCE))
        drawn = chance.choices(words, weights, k=WORDS * len(numbers))
        letters = tuple(
            _letter(number, drawn[nth * WORDS : (nth + 1) * WORDS]) for nth, number in enumerate(numbers)
        )
        store.commit(candidate, Intake("sample", "", "", messages=letters), NOW)


def _letter(number: int, words: list[str]) -> ReadMessage:
    key = f"{number:032x}"
    new, quoted = " ".join(words[: WORDS // 2]), " ".join(words[WORDS // 2 :])
    sender = Address(f"{words[0].title()} {words[1].title()}", f"{words[1]}@firm{number % 300}.example")
    message = Message(
        key=key,
        message_id=f"<{key}@mail.example>",
        in_reply_to=(),
        references=(),
        provider_thread=None,
        sender=sender,
        reply_to=(),
        to=(Address("Robin Hale", "robin.hale@postbox.example"),),
        cc=(),
        subject=" ".join(words[:5]),
        at=NOW - timedelta(minutes=number),
        zone_minutes=60,
        text=f"{new}\n\n> {quoted}",
        automatic="",
        bulk=False,
        mailer="",
        return_path=sender.email,
        labels=(),
    )
    reading = Reading(
        key=key,
        author=Author.PERSON,
        standing=Standing.RELEVANT,
        reasons=(),
        text=new,
        sections=Sections(new, quoted, "", "", ""),
        signals=(),
        company=Claim(f"Firm {number % 300}", "sender"),
        role=None,
        agency=None,
        requisition="",
        promise=None,
        asks=False,
        rules="benchmark",
    )
    return ReadMessage(message, reading, Place("sample", "mbox", key), ("token",), keep=True)


def scanned(store: Store, candidate: int, like: str) -> int:
    """How many messages the scan finds."""
    engine = sa.create_engine(store._engine.url)
    with engine.connect() as connection:
        texts = sa.or_(ContentRow.subject.like(like), ContentRow.text.like(like))
        asked = sa.select(ContentRow.message_key).where(ContentRow.candidate_id == candidate, texts)
        found = len(connection.scalars(asked).all())
    engine.dispose()
    return found


def size(store: Store) -> int:
    """Bytes of the database."""
    with store._reading() as connection:
        if connection.dialect.name == "postgresql":
            asked = "SELECT pg_database_size(current_database())"
        else:
            asked = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        return int(connection.exec_driver_sql(asked).scalar() or 0)


def best(runs: int, doing: Callable[[], Any]) -> tuple[float, Any]:
    """The quickest of the runs in seconds, and what it returned."""
    spent: list[float] = []
    for _ in range(runs):
        began = time.perf_counter()
        done = doing()
        spent.append(time.perf_counter() - began)
    return min(spent), done


def measure(url: str, many: int, runs: int) -> dict[str, Any]:
    """The figures of one database."""
    chance = random.Random(8)
    words = vocabulary(chance)
    named = {"common": words[5], "middle": words[300], "rare": words[20_000], "start": words[300][:4]}
    with open_store(url, now=NOW) as store:
        me = store.candidate("me")
        filling, _ = best(1, lambda: filled(store, me, many, words, chance))
        before = size(store)
        indexing, _ = best(1, lambda: list(store.index(me)))
        after = size(store)
        nothing, _ = best(runs, lambda: list(store.index(me)))
        figures: dict[str, dict[str, float]] = {}
        for name, (written, like) in QUERIES.items():
            query = parsed(written.format(**named))
            spent, found = best(runs, lambda: store.search(me, query, Within(), 20))  # noqa: B023
            scan, _ = best(max(1, runs // 2), lambda: scanned(store, me, like.format(**named)))  # noqa: B023
            figures[name] = {"found": found.total, "seconds": spent, "scan": scan, "ratio": spent / scan}
    return {
        "messages": many,
        "machine": machine(),
        "filling": filling,
        "indexing": indexing,
        "nothing new": nothing,
        "MB before": before / 1e6,
        "MB after": after / 1e6,
        "figures": figures,
    }


def table(found: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    per = 1000 / found["messages"]
    lines = [
        f"{found['messages']:,} messages of {WORDS} words, {found['MB before']:.0f} MB; with the index "
        f"{found['MB after']:.0f} MB ({found['MB after'] / found['MB before']:.2f} times)",
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        f"written in {found['filling']:.1f} s ({found['filling'] * per:.2f} ms each), indexed in "
        f"{found['indexing']:.1f} s ({found['indexing'] * per:.2f} ms each), "
        f"looked whether anything is new in {found['nothing new'] * 1000:.0f} ms",
        "",
        f"{'':20}{'found':>8}{'search, ms':>12}{'scan, ms':>12}{'ratio':>8}",
    ]
    for name, one in found["figures"].items():
        lines.append(
            f"{name:20}{one['found']:>8,.0f}{one['seconds'] * 1000:>12.1f}{one['scan'] * 1000:>12.1f}"
            f"{one['ratio']:>8.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--url", help="an empty database of PostgreSQL")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = measure(given.url or f"sqlite:///{Path(place) / 'store.db'}", given.messages, given.runs)
    print(json.dumps(found) if given.json else table(found))


if __name__ == "__main__":
    main()
