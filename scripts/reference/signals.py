"""The page of the signals, from the signal table and what reports make of it."""

from __future__ import annotations

import tomllib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from classify.signals.table import Kind, SignalKind, signal_table
from scripts.reference.markdown import code, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "benchmarks" / "corpus"
SHOWN = 3  # example sentences of each signal

TITLE = """\
# The signals

Written from the program by `make reference`. A signal is always shown with the words that show it. Its
strength is what one fresh sighting adds to the [momentum](momentum.md): it fades with age and counts less
when repeated. A rejection ends an application whatever stands in the sum; a signal without a strength says
where things are and nothing of the odds. Any strength can be
[overridden](reference/configuration.md#momentum), and a signal of your own [added](contributing/signal.md).
"Seed A" and "seed B" are [two lists that career
advisers give](momentum.md#what-each-signal-is-worth-and-why).

The sentences are examples from the invented mails that the second reader learned from: no list of magic
words. Those marked ✗ look alike and show nothing.
"""

WHO = {
    "company": "The company, or an agency, says it",
    "candidate": "You say it",
    "": "Nobody says it: read off times, people and calendars",
}


def names() -> str:
    """The names of all signals, by who says them, in a line each."""
    told = {
        heading: [code(kind.name) for kind in signal_table().values() if (kind.speaker or "") == speaker]
        for speaker, heading in WHO.items()
    }
    return "\n".join(f"- {heading}: {', '.join(found)}" for heading, found in told.items())


def page() -> str:
    """The page of all signals, by who says them."""
    sentences = examples()
    parts = [TITLE]
    for speaker, heading in WHO.items():
        parts.append(f"## {heading}\n")
        parts.extend(
            _told(kind, sentences.get(kind.name, {}))
            for kind in signal_table().values()
            if (kind.speaker.value if kind.speaker else "") == speaker
        )
    return "\n".join(parts)


def examples() -> dict[str, dict[str, list[str]]]:
    """Signal -> "shown", sentences that show it, and "near", some that only look so."""
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted(CORPUS.glob("sentences-*.toml")):
        for signal, sentences in tomllib.loads(file.read_text("utf-8")).items():
            found.setdefault(signal, sentences)
    return found


def strength(kind: SignalKind) -> str:
    """What it adds, with its sign; "ends" where it closes, "" where it says nothing of the odds."""
    return "ends" if kind.ends else f"{kind.strength:+g}" if kind.strength else ""


def _told(kind: SignalKind, sentences: dict[str, list[str]]) -> str:
    facts = [f"strength {strength(kind)}" if strength(kind) and not kind.ends else ""]
    facts.append("ends the application" if kind.ends else "")
    facts.append(f"replaces {code(kind.refines)}" if kind.refines else "")
    facts.append(f"from {prose(kind.source)}" if kind.source else "")
    told = "; ".join(fact for fact in facts if fact)
    parts = [
        f"### {kind.name}\n",
        f"It holds when: {prose(kind.meaning)}.\n",
        f"{told[:1].upper()}{told[1:]}.\n" if told else "",
    ]
    if kind.kind is Kind.TEXT:
        parts.append("\n".join(_examples(sentences)) + "\n")
    return "\n".join(part for part in parts if part)


def _examples(sentences: dict[str, list[str]]) -> Iterator[str]:
    for sentence in islice(sentences["shown"], SHOWN):
        yield f"- “{prose(sentence)}”"
    for sentence in islice(sentences["near"], 1):
        yield f"- ✗ “{prose(sentence)}”"
