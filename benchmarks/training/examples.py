"""What is learned from: labelled mails, read as far as the second reader needs them."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.labelled import Labelled
from classify.author import author as author_of
from classify.model.blend import Context
from classify.model.features import sentences_of
from classify.newtext.split import split
from classify.read import context_of, read_text
from classify.signals.find import Fired, explain
from classify.signals.table import signal_table
from classify.signals.words import Words, words_of
from classify.types import Speaker
from ingest.mime.parse import parse
from ingest.types import Problem

_NO_WORD = re.compile(r"\W+")
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    id: str
    part: str
    house: str
    speaker: Speaker
    relevant: bool
    signals: frozenset[str]
    text: str
    sentences: list[tuple[str, ...]]
    shown: (
        dict[str, frozenset[int]] | None
    )  # signal -> the sentences that show it; None where nobody noted it
    fired: tuple[Fired, ...]
    context: Context
    asked: str = ""  # the one signal whose presence is known; "" where all are, and relevance too

    def fold(self, folds: int) -> int:
        """The fold that it belongs to: all mail of one house to the same."""
        return zlib.crc32(self.house.encode()) % folds


def examples(mails: Iterable[Labelled]) -> list[Example]:
    """The mails as examples. Raises ValueError where one is no mail."""
    return [_example(mail) for mail in mails]


def sentences(path: Path) -> list[Example]:
    """Single sentences of the corpus: of each it is known whether it shows one signal. Raises KeyError."""
    table = tomllib.loads(path.read_text("utf-8"))
    return [
        _sentence(f"{path.stem}/{signal}/{number}", signal, text, there)
        for signal, group in table.items()
        for there, key in ((True, "shown"), (False, "near"))
        for number, text in enumerate(group[key])
    ]


def _sentence(name: str, signal: str, text: str, there: bool) -> Example:
    words = words_of(text)
    speaker = signal_table()[signal].speaker
    return Example(
        id=name,
        part="sentences",
        house=name,
        speaker=speaker or Speaker.COMPANY,
        relevant=True,
        signals=frozenset({signal} if there else ()),
        text=text,
        sentences=sentences_of(words),
        shown={signal: frozenset(range(len(words.sentences)))} if there else {},
        fired=(),
        context=Context(system=False, reply=True),
        asked=signal,
    )


def _example(mail: Labelled) -> Example:
    message = parse(mail.raw)
    if isinstance(message, Problem):
        raise ValueError(f"{mail.id}: {message.detail}")
    sections = split(message.text, message.subject)
    author = author_of(message, mail.me, sections)
    text = read_text(message.subject, sections)
    words = words_of(text)
    return Example(
        id=mail.id,
        part=mail.part,
        house=mail.house,
        speaker=mail.speaker,
        relevant=mail.relevant,
        signals=mail.signals,
        text=text,
        sentences=sentences_of(words),
        shown=_shown(words, mail.evidence) if mail.evidence is not None or not mail.signals else None,
        fired=explain(text, mail.speaker),
        context=context_of(author, message.subject),
    )


def _shown(words: Words, evidence: dict[str, str] | None) -> dict[str, frozenset[int]]:
    """The numbers of the sentences in which each signal's evidence stands, or most of its words."""
    texts = [_letters(words.folded.text[begin:end]) for begin, end, _ in words.places]
    shown = {}
    for signal, clause in (evidence or {}).items():
        sought = _letters(clause)
        found = {at for at, text in enumerate(texts) if len(text) > 3 and (text in sought or sought in text)}
        if not found:
            wanted = set(_NO_WORD.split(clause.lower()))
            found = {
                at
                for at, (start, end) in enumerate(words.sentences)
                if len(wanted & set(words.words[start:end])) >= _HALF * len(wanted)
            }
        shown[signal] = frozenset(found)
    return shown


def _letters(text: str) -> str:
    return _NO_WORD.sub("", text).lower()
