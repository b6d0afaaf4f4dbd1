"""How well mail is read, measured on labelled mail: `make accuracy`.

    python -m benchmarks.accuracy [CORPUS.jsonl …] [--errors] [--signal NAME] [--json] [--floor FILE]

Every mail is read alone, as `tealeaves classify` does. Signals count where they are certain or likely, and
not in mail that is found not to be about the job search. Without files, the published corpus, of which the
second reader has seen everything: what is unseen is measured by `make model`, house by house.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.labelled import Labelled, corpus, labelled
from classify.signals.table import signal_table
from classify.types import Reading
from ingest.types import Problem
from tealeaves.cli.commands.classify import is_relevant
from tealeaves.pipeline.intake import read_mail

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Score:
    """What was found against what is there."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def count(self, found: object, wanted: object, *, same: bool) -> None:
        """Counts one answer; None and "" are none."""
        self.right += bool(found and wanted and same)
        self.wrong += bool(found and not (wanted and same))
        self.missed += bool(wanted and not (found and same))

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
            f"  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )

    def as_dict(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
        }


@dataclass(slots=True)
class Report:
    """Every figure, and every error in one line."""

    signals: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    suggested: Score = field(default_factory=Score)  # certain, likely and suggested together
    relevance: Score = field(default_factory=Score)
    company: Score = field(default_factory=Score)
    role: Score = field(default_factory=Score)
    dates: Score = field(default_factory=Score)
    kinds: defaultdict[str, Score] = field(
        default_factory=lambda: defaultdict(Score)
    )  # by the note's first word
    mails: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def micro(self) -> Score:
        return sum(self.signals.values(), Score())

    @property
    def macro(self) -> float:
        return sum(one.f1 for one in self.signals.values()) / len(self.signals) if self.signals else 0.0


def read(mails: Iterable[Labelled]) -> Iterator[tuple[Labelled, Reading]]:
    """Each mail with its reading. Raises ValueError where one is no mail."""
    for mail in mails:
        one = read_mail(mail.raw, mail.me, None)
        if isinstance(one, Problem):
            raise ValueError(f"{mail.id}: {one.detail}")
        yield mail, one.reading


def measured(mails: Iterable[Labelled]) -> Report:
    report = Report()
    for mail, reading in read(mails):
        relevant = is_relevant(reading)
        report.mails["all"] += 1
        report.relevance.count(relevant, mail.relevant, same=True)
        _count_signals(report, mail, reading, relevant)
        company = reading.company or reading.agency
        for score, found, wanted, what in (
            (report.company, company, mail.company, "company"),
            (report.role, reading.role, mail.role, "role"),
        ):
            value = found.value if relevant and found else ""
            score.count(value, wanted, same=_letters(value) == _letters(wanted))
            if _letters(value) != _letters(wanted):
                report.errors.append(f"{what:9}{mail.id}: {value!r}, not {wanted!r}")
        day = reading.promise.by if relevant and reading.promise else None
        report.dates.count(day, mail.decision_by, same=day == mail.decision_by)
        if day != mail.decision_by:
            report.errors.append(f"{'date':9}{mail.id}: {day}, not {mail.decision_by}: {_text(reading)!r}")
        if relevant != mail.relevant:
            word = "relevant" if mail.relevant else "not relevant"
            report.errors.append(f"{'gate':9}{mail.id} is {word}: {_text(reading)!r}")
    return report


def _count_signals(report: Report, mail: Labelled, reading: Reading, relevant: bool) -> None:
    every = {one.name: one for one in reading.signals} if relevant else {}
    firm = {name for name, one in every.items() if one.firm}
    kind = mail.note.split(" ")[0].strip(":;,.").lower()
    kind = kind if kind in ("plain", "indirect", "trap") else "other"
    report.mails[kind] += 1
    report.suggested += _compared(set(every), mail.signals)
    report.kinds[kind] += _compared(firm, mail.signals)
    for name in sorted(firm | mail.signals):
        report.signals[name] += _compared({name} & firm, {name} & mail.signals)
    for name in sorted(firm - mail.signals):
        one = every[name]
        report.errors.append(f"{'wrong':9}{mail.id} {name}: {one.evidence.text!r} <- {one.phrase}")
    for name in sorted(mail.signals - firm):
        shown = (mail.evidence or {}).get(name) or _text(reading)
        report.errors.append(f"{'missed':9}{mail.id} {name}{' (suggested)' * (name in every)}: {shown!r}")


def _compared(found: set[str], wanted: Iterable[str]) -> Score:
    held = set(wanted)
    return Score(len(found & held), len(found - held), len(held - found))


def _text(reading: Reading) -> str:
    return " ".join(reading.text.split())[:500]


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).lower()


def figures(report: Report) -> dict[str, Score]:
    """The figures that stand for all, by name."""
    return {
        "micro": report.micro,
        "with suggestions": report.suggested,
        "relevance": report.relevance,
        "company": report.company,
        "role": report.role,
        "promised dates": report.dates,
    }


def as_text(report: Report) -> str:
    order = [name for name in signal_table() if name in report.signals]
    lines = [f"{name:26}{report.signals[name]}" for name in order]
    lines += [f"{name:26}{score}" for name, score in figures(report).items()]
    lines.append(f"{'macro F1':26}{report.macro:.3f} over {len(order)} signals")
    for kind, score in report.kinds.items():
        if len(report.kinds) > 1:
            false = score.wrong / report.mails[kind]
            lines.append(f"{kind:26}{score}, {false:.2f} false a mail, {report.mails[kind]} mails")
    return "\n".join(lines)


def too_low(report: Report, floor: Path) -> list[str]:
    """Which figures are below the floor, a line each."""
    asked = tomllib.loads(floor.read_text("utf-8"))
    found = {name: score.f1 for name, score in figures(report).items()}
    found |= {name: score.f1 for name, score in report.signals.items()}
    return [
        f"{name}: F1 {found.get(name, 0.0):.3f} is below the floor of {least:.3f} in {floor.name}"
        for name, least in asked["f1"].items()
        if found.get(name, 0.0) < least
    ]


def main() -> int:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("corpus", nargs="*", type=Path)
    ask.add_argument("--errors", action="store_true", help="list every error with its evidence")
    ask.add_argument("--signal", help="list the errors of this signal only")
    ask.add_argument("--json", action="store_true", help="the figures as JSON")
    ask.add_argument("--floor", type=Path, help="fail where a figure is below this file's")
    given = ask.parse_args()
    report = measured(labelled(given.corpus or corpus()))
    if given.json:
        told = {name: score.as_dict() for name, score in {**figures(report), **report.signals}.items()}
        print(json.dumps({**told, "macro_f1": round(report.macro, 4)}, indent=1))
    else:
        print(as_text(report))
    if given.errors or given.signal:
        wanted = f" {given.signal}" if given.signal else ""
        print(*(line for line in report.errors if wanted in line), sep="\n")
    low = too_low(report, given.floor) if given.floor else []
    print(*low, sep="\n", end="\n" if low else "", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
