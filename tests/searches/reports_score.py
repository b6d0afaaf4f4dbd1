"""How far reports are right: `applications --json --all` against what a careful reader says of a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

from tests.searches.score import _id, _matched

JUDGED = frozenset({"silent", "slowing", "rescheduled", "promise_missed", "one_sided", "stalled_in_stage"})
"""The warnings that the labels speak of; others may be given."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of what was reported is right, and how many there were to report."""

    right: int
    reported: int
    true: int

    @property
    def precision(self) -> float:
        """From 0 to 1; 1 where nothing was reported, since nothing was invented."""
        return self.right / self.reported if self.reported else 1.0

    @property
    def recall(self) -> float:
        """From 0 to 1; 1 where there was nothing to report."""
        return self.right / self.true if self.true else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right} of {self.reported}), "
            f"recall {self.recall:.3f} ({self.right} of {self.true})"
        )


@dataclass(frozen=True, slots=True)
class ReportsScore:
    """Shares from 0 to 1, `tau` from -1 to 1; a list under `wrong` says what, application by application."""

    trend: float  # share of all applications of the truth; one that was not found is wrong
    tau: float  # between the true ranking of the open applications and their scores
    ranked: int  # how many applications `tau` compares
    questions: Counts  # messages
    follow_ups: Counts  # applications
    warnings: Counts  # warnings of an application
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        figures = [
            f"{'trend':12} {self.trend:.3f}",
            f"{'tau':12} {self.tau:.3f} over {self.ranked}",
            *(f"{name:12} {getattr(self, name)}" for name in ("questions", "follow_ups", "warnings")),
        ]
        return "\n".join([*figures, *(f"  - {line}" for line in self.wrong)])


def joined(truth: dict[str, Any], reports: dict[str, Any]) -> dict[str, Any]:
    """A search's reports.json, with the messages of each application from its truth.json.

    Raises ValueError where the two do not list the same applications in the same order.
    """
    both = []
    for one, label in zip(truth["applications"], reports["applications"], strict=True):
        if _id(label["first_message"]) != _id(one["messages"][0]):
            raise ValueError(f"{label['first_message']} does not open {one['company']}, {one['role']}")
        both.append({**label, "messages": one["messages"]})
    return {"applications": both}


def reports_score(truth: dict[str, Any], found: list[dict[str, Any]]) -> ReportsScore:
    """`truth` is what `joined` returns; `found` the list that `applications --json --all` prints.

    What a reader could see either way (`trend_also`, `lenient_questions`, `follow_up_also`, `warnings_also`)
    counts neither for nor against. What is said of an application that is not in the truth is invented.
    """
    true = truth["applications"]
    pairs = _matched(true, found)
    wrong: list[str] = []
    trends: list[bool] = []
    ranks: list[float] = []
    scores: list[float] = []
    due: dict[str, list[tuple[int, str]]] = {"true": [], "reported": [], "either": []}
    warned: dict[str, list[tuple[int, str]]] = {"true": [], "reported": [], "either": []}
    for n, one in enumerate(true):
        name = f"{one['company']}, {one['role']}"
        due["either" if one["follow_up_also"] else "true"] += [(n, "due")] * one["follow_up_due"]
        due["either"] += [(n, "due")] * one["follow_up_also"]
        warned["true"] += [(n, warning) for warning in one["warnings"]]
        warned["either"] += [(n, warning) for warning in one.get("warnings_also", [])]
        if n not in pairs:
            wrong.append(f"no application: {name}")
            trends.append(False)
            continue
        other = found[pairs[n]]
        trend = other["momentum"]["trend"]
        trends.append(trend in {one["trend"], *one["trend_also"]})
        if not trends[-1]:
            wrong.append(f"trend {trend} for {one['trend']}: {name}")
        if one["momentum_rank"] is not None and other["open"]:
            ranks.append(-one["momentum_rank"])  # 1 is the best, and so is the highest score
            scores.append(other["momentum"]["score"])
    whose = {k: n for n, k in pairs.items()}
    for k, other in enumerate(found):
        n = whose.get(k, -1 - k)
        due["reported"] += [(n, "due")] * bool(other["follow_ups_due"])
        given = [_plain(warning) for warning in other["momentum"]["warnings"]]
        warned["reported"] += [(n, warning) for warning in given if warning in JUDGED]

    def named(n: int) -> str:
        one = true[n] if n >= 0 else found[-1 - n]
        return f"{one['company']}, {one['role']}"

    questions, lines = _compared(
        {_id(asked["message_id"]) for one in true for asked in one["unanswered_questions"]},
        {_id(asked["message_id"]) for other in found for asked in other["unanswered_questions"]},
        {_id(message) for one in true for message in one["lenient_questions"]},
    )
    owners = {_id(m): n for n, one in enumerate(true) for m in one["messages"]}
    wrong += [
        f"question {word}, {m}: {named(owners[m]) if m in owners else 'no application'}" for word, m in lines
    ]
    follow_ups, lines_due = _compared(due["true"], due["reported"], due["either"])
    wrong += [f"follow-up {word}: {named(n)}" for word, (n, _) in lines_due]
    warnings, lines_warned = _compared(warned["true"], warned["reported"], warned["either"])
    wrong += [f"warning {warning} {word}: {named(n)}" for word, (n, warning) in lines_warned]
    return ReportsScore(
        trend=sum(trends) / len(trends) if trends else 1.0,
        tau=tau_b(ranks, scores),
        ranked=len(ranks),
        questions=questions,
        follow_ups=follow_ups,
        warnings=warnings,
        wrong=tuple(wrong),
    )


def tau_b(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Kendall's rank correlation with ties, from -1 to 1.

    (concordant - discordant) / sqrt(pairs untied in x * pairs untied in y): M. G. Kendall, "The treatment of
    ties in ranking problems", Biometrika 33 (1945). Ties in the truth alone keep it below 1: scores that part
    what the truth leaves level have said more than can be checked. Where the truth ranks nothing it is 1,
    where the scores rank nothing that the truth does it is 0.
    """
    agreed = untied_x = untied_y = 0
    for (x, y), (other_x, other_y) in combinations(zip(xs, ys, strict=True), 2):
        a, b = (x > other_x) - (x < other_x), (y > other_y) - (y < other_y)
        agreed += a * b
        untied_x += a != 0
        untied_y += b != 0
    if not untied_x:
        return 1.0
    return agreed / sqrt(untied_x * untied_y) if untied_y else 0.0


def _compared(
    true: Iterable[Any], reported: Iterable[Any], either: Iterable[Any]
) -> tuple[Counts, list[tuple[str, Any]]]:
    """The counts, and what was missed or invented."""
    ignored = set(either)
    wanted, given = set(true) - ignored, set(reported) - ignored
    lines = [("missed", one) for one in sorted(wanted - given)]
    lines += [("invented", one) for one in sorted(given - wanted)]
    return Counts(len(wanted & given), len(given), len(wanted)), lines


def _plain(warning: str | dict[str, Any]) -> str:
    """A warning's name with underscores, whether it comes as a name or as an object that has one."""
    name = warning if isinstance(warning, str) else str(warning.get("warning") or warning.get("name"))
    return name.lower().replace("-", "_").replace(" ", "_")
