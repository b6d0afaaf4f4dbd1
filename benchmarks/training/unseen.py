"""What the model makes of mail of houses that it had not seen: the figures of its card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.accuracy import Score
from benchmarks.training.blending import table
from benchmarks.training.examples import Example
from classify.judge import limits
from classify.model.blend import Blend
from classify.model.score import Scores


@dataclass(frozen=True, slots=True)
class Judged:
    """One signal of one example: how likely it was found, and whether it is there."""

    example: str
    part: str
    signal: str
    probability: float
    there: bool


def judged(
    of: Sequence[Example], scores: Sequence[Scores], signals: tuple[str, ...], by: Blend
) -> list[Judged]:
    names, rows = table(of, scores, signals)
    pairs = ((one, signal) for one in of for signal in signals)
    return [
        Judged(
            one.id,
            one.part,
            signal,
            by.probability(signal, dict(zip(names, row, strict=True))),
            signal in one.signals,
        )
        for (one, signal), row in zip(pairs, rows.tolist(), strict=True)
    ]


def as_markdown(found: Sequence[Judged]) -> str:
    """The figures by signal and by part of the corpus, at the thresholds that are shipped."""
    by_signal: defaultdict[str, Score] = defaultdict(Score)
    by_part: defaultdict[str, Score] = defaultdict(Score)
    for one in found:
        score = Score()
        score.count(one.probability >= limits().likely, one.there, same=True)
        by_signal[one.signal] += score
        by_part[one.part] += score
    every = sum(by_signal.values(), Score())
    lines = ["| | precision | recall | F1 | mails with it |", "| --- | --- | --- | --- | --- |"]
    for name, score in [*by_signal.items(), ("**all signals**", every), *sorted(by_part.items())]:
        there = score.right + score.missed
        lines.append(f"| {name} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} | {there} |")
    return "\n".join(lines)
