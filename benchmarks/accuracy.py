"""How well signals and promised dates are read, measured on labelled mail.

    python benchmarks/accuracy.py corpus/dev.jsonl corpus/part-*.jsonl [--errors] [--relevant] [--signal NAME]

Each line of a corpus file is one mail (see the data sheet): `direction`, `subject`, `date`, `content_type`,
`body`, `relevant`, `signals`, `decision_by`. `--relevant` leaves out mail labelled irrelevant, which the
relevance gate keeps from the bank; without it the bank faces newsletters and job alerts alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from classify.newtext import split
from classify.promises import promise
from classify.signals.find import find
from classify.signals.table import signal_table
from classify.types import Signal, Speaker
from ingest.mime.html import to_text

_REPLY = re.compile(r"\s*(re|fwd?|fw|aw|wg|sv|tr|antw)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    id: str
    speaker: Speaker
    text: str
    at: datetime
    relevant: bool
    signals: frozenset[str]
    decision_by: date | None


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    wrong: int
    missed: int

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

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
            f"  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def mails(paths: list[Path]) -> Iterator[Labelled]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            mail = json.loads(line)
            body = to_text(mail["body"]) if "html" in mail["content_type"] else mail["body"]
            subject = "" if _REPLY.match(mail["subject"]) else mail["subject"]
            by = mail["decision_by"]
            yield Labelled(
                id=mail["id"],
                speaker=Speaker.CANDIDATE if mail["direction"] == "out" else Speaker.COMPANY,
                text=f"{subject}\n\n{split(body).new}",
                at=datetime.fromisoformat(mail["date"]),
                relevant=mail["relevant"],
                signals=frozenset(mail["signals"]),
                decision_by=date.fromisoformat(by) if by else None,
            )


def score(truth: Counter[str], found: Counter[str], right: Counter[str], name: str) -> Score:
    return Score(right[name], found[name] - right[name], truth[name] - right[name])


def total(scores: list[Score]) -> Score:
    return Score(sum(s.right for s in scores), sum(s.wrong for s in scores), sum(s.missed for s in scores))


def promised(mail: Labelled) -> date | None:
    offset = mail.at.utcoffset()
    zone = int(offset.total_seconds() // 60) if offset else 0
    made = promise(mail.text, mail.at.astimezone(UTC), zone) if mail.speaker is Speaker.COMPANY else None
    return made.by if made else None


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("corpus", nargs="+", type=Path)
    ask.add_argument("--errors", action="store_true", help="list every miss and every false find")
    ask.add_argument("--relevant", action="store_true", help="only mail labelled relevant")
    ask.add_argument("--signal", help="list errors of this signal only")
    given = ask.parse_args()

    truth: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    dates = Counter[str]()
    errors: list[str] = []
    for mail in mails(given.corpus):
        if given.relevant and not mail.relevant:
            continue
        signals: dict[str, Signal] = {one.name: one for one in find(mail.text, mail.speaker)}
        truth.update(mail.signals)
        found.update(signals.keys())
        right.update(mail.signals & signals.keys())
        for name in sorted(signals.keys() - mail.signals):
            one = signals[name]
            errors.append(f"WRONG  {mail.id} {name}: {one.evidence.text!r} <- {one.phrase!r}")
        for name in sorted(mail.signals - signals.keys()):
            errors.append(f"MISSED {mail.id} {name}: {' '.join(mail.text.split())[:700]!r}")
        day = promised(mail)
        dates["right"] += bool(day) and day == mail.decision_by
        dates["wrong"] += bool(day) and day != mail.decision_by
        dates["missed"] += bool(mail.decision_by) and day != mail.decision_by
        if day != mail.decision_by:
            line = f"DATE   {mail.id} {mail.at.date()} said {day} not {mail.decision_by}"
            errors.append(f"{line}: {' '.join(mail.text.split())[:500]!r}")

    names = [name for name in signal_table() if truth[name] or found[name]]
    scores = {name: score(truth, found, right, name) for name in names}
    for name, scored in scores.items():
        print(f"{name:26}{scored}")
    print(f"{'micro':26}{total(list(scores.values()))}")
    macro = sum(one.f1 for one in scores.values()) / len(scores) if scores else 0.0
    print(f"{'macro F1':26}{macro:.3f} over {len(scores)} signals")
    print(f"{'promised dates, exact':26}{Score(dates['right'], dates['wrong'], dates['missed'])}")
    if given.errors or given.signal:
        wanted = f" {given.signal}:" if given.signal else ""
        print(*(line for line in errors if wanted in line), sep="\n")


if __name__ == "__main__":
    main()
