"""How well a search was understood: the output of `applications --json --all` against a search's truth."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1; a list under `wrong` says what was missed."""

    bcubed: float
    company: float
    role: float
    stage: float
    reply_precision: float
    reply_recall: float
    hours: float  # share of found reply pairs whose hours agree to the minute
    waiting: float
    kept_precision: float  # of the messages put into applications, how many belong to one
    kept_recall: float
    interviews: float
    reschedules: float
    promised: float
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        figures = [
            f"{one.name:16} {getattr(self, one.name):.3f}" for one in fields(self) if one.name != "wrong"
        ]
        return "\n".join([*figures, *(f"  - {line}" for line in self.wrong)])


def score(truth: dict[str, Any], found: list[dict[str, Any]]) -> Score:
    wrong: list[str] = []
    lenient = {_id(one if isinstance(one, str) else one["message"]) for one in truth.get("lenient", [])}
    theirs = {_id(m): n for n, one in enumerate(found) for m in one["messages"]}
    ours = {_id(m): n for n, one in enumerate(truth["applications"]) for m in one["messages"]}
    pairs = _matched(truth["applications"], found)
    kept = {m for m in theirs if m not in lenient}
    false = sorted(kept - set(ours))
    missed = sorted(set(ours) - set(theirs))
    wrong += [f"kept though irrelevant: {m}" for m in false]
    wrong += [f"left out: {m} ({truth['applications'][ours[m]]['company']})" for m in missed]
    for m in sorted(set(ours) & set(theirs)):
        if pairs.get(ours[m]) != theirs[m]:
            wrong.append(f"in another application: {m} ({truth['applications'][ours[m]]['company']})")
    company, role, stage, waiting, meetings, moved, promised = [], [], [], [], [], [], []
    replies = {"right": 0, "found": 0, "true": 0, "hours": 0}
    for n, one in enumerate(truth["applications"]):
        other = found[pairs[n]] if n in pairs else None
        name = f"{one['company']}, {one['role']}"
        company.append(other is not None and _same(one["company"], other["company"]))
        role.append(other is not None and _same(one["role"], other["role"]))
        stages = {one["stage"], *one.get("stage_also", [])}
        stage.append(other is not None and other["stage"] in stages)
        if other is None:
            wrong.append(f"no application: {name}")
            waiting.append(False)
            replies["true"] += len(one.get("replies", []))
            continue
        if not company[-1] or not role[-1]:
            wrong.append(f"called {other['company']}, {other['role']}: {name}")
        if not stage[-1]:
            wrong.append(f"stage {other['stage']} for {one['stage']}: {name}")
        waits = other["response"]["waiting_since"]
        waiting.append(_instant(waits) == _instant(one.get("waiting_since")))
        if not waiting[-1]:
            wrong.append(f"waiting {waits} for {one.get('waiting_since')}: {name}")
        if "replies" in one:
            wrong += [f"{line}: {name}" for line in _replies(one, other, replies)]
        if "interviews" in one:
            ok = _interviews(one["interviews"], other["interviews"])
            meetings.append(ok == "")
            wrong += [f"interviews {ok}: {name}"] if ok else []
        if "reschedules_later" in one:
            moved.append(one["reschedules_later"] == other["reschedules_later"])
            if not moved[-1]:
                wrong.append(
                    f"moved later {other['reschedules_later']} for {one['reschedules_later']}: {name}"
                )
        if "promised_by" in one:
            also = {one["promised_by"], *_list(one.get("promised_by_also"))}
            promised.append(other["promised_by"] in also)
            if not promised[-1]:
                wrong.append(f"promised {other['promised_by']} for {one['promised_by']}: {name}")
    return Score(
        bcubed=_bcubed(ours, theirs),
        company=_share(company),
        role=_share(role),
        stage=_share(stage),
        reply_precision=replies["right"] / (replies["found"] or 1) if replies["true"] else 1.0,
        reply_recall=replies["right"] / (replies["true"] or 1) if replies["true"] else 1.0,
        hours=replies["hours"] / (replies["right"] or 1) if replies["true"] else 1.0,
        waiting=_share(waiting),
        kept_precision=1 - len(false) / (len(kept) or 1),
        kept_recall=1 - len(missed) / (len(ours) or 1),
        interviews=_share(meetings),
        reschedules=_share(moved),
        promised=_share(promised),
        wrong=tuple(wrong),
    )


def _matched(truth: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, int]:
    """Which found application is which true one: by the most messages in common, each used once."""
    shared = []
    for n, one in enumerate(truth):
        mine = {_id(m) for m in one["messages"]}
        for k, other in enumerate(found):
            if common := len(mine & {_id(m) for m in other["messages"]}):
                shared.append((-common, n, k))
    pairs: dict[int, int] = {}
    for _, n, k in sorted(shared):
        if n not in pairs and k not in pairs.values():
            pairs[n] = k
    return pairs


def _bcubed(ours: dict[str, int], theirs: dict[str, int]) -> float:
    """B-cubed F1 over the messages that belong to an application; one left out is alone."""
    alone = {m: theirs.get(m, -1 - n) for n, m in enumerate(ours)}
    true_of: dict[int, set[str]] = defaultdict(set)
    found_of: dict[int, set[str]] = defaultdict(set)
    for m in ours:
        true_of[ours[m]].add(m)
        found_of[alone[m]].add(m)
    precision = recall = 0.0
    for m in ours:
        both = len(true_of[ours[m]] & found_of[alone[m]])
        precision += both / len(found_of[alone[m]])
        recall += both / len(true_of[ours[m]])
    precision, recall = precision / len(ours), recall / len(ours)
    return 2 * precision * recall / (precision + recall)


def _replies(one: dict[str, Any], other: dict[str, Any], counts: dict[str, int]) -> list[str]:
    def key(pair: dict[str, Any]) -> tuple[str, str]:
        return _id(pair["to"]), _id(pair["reply"])

    true: dict[tuple[str, str], set[float]] = {}
    for pair in one["replies"]:
        hours = {float(pair["hours"]), *(float(h) for h in _list(pair.get("hours_also")))}
        true[key(pair)] = hours
    also = {(_id(to), _id(pair["reply"])) for pair in one["replies"] for to in _list(pair.get("to_also"))}
    optional = {key(pair) for pair in one.get("optional_replies", [])}
    lines = []
    given = {key(pair): float(pair["hours"]) for pair in other["response"]["replies"]}
    answered = {reply: pair for pair in true for reply in [pair[1]]}
    for pair, hours in given.items():
        if pair in optional:
            continue
        counts["found"] += 1
        if pair in true or pair in also:
            counts["right"] += 1
            wanted = true.get(pair) or true[answered[pair[1]]]
            counts["hours"] += any(abs(hours - one) <= 1 / 60 for one in wanted)
        else:
            lines.append(f"no such reply {pair[0]} -> {pair[1]}")
    for pair in true:
        counts["true"] += 1
        if pair not in given and not any(p in also and p[1] == pair[1] for p in given):
            lines.append(f"missed reply {pair[0]} -> {pair[1]}")
    return lines


def _interviews(true: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    wanted = {(_id(one["uid"]), _instant(one["start"]), one["status"]) for one in true}
    given = {(_id(one["uid"]), _instant(one["start"]), one["status"]) for one in found}
    missing = ", ".join(f"{uid} {at} {status}" for uid, at, status in sorted(wanted - given, key=str))
    extra = ", ".join(f"{uid} {at} {status}" for uid, at, status in sorted(given - wanted, key=str))
    return "; ".join(part for part in (missing and f"missing {missing}", extra and f"extra {extra}") if part)


def _id(text: str) -> str:
    return re.sub(r"\s", "", text)


def _same(true: str | None, given: str | None) -> bool:
    return _folded(true) == _folded(given)


def _folded(name: str | None) -> str:
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\((?:[mfdwx]/?)+\)|\b(?:ltd|limited|gmbh|inc|plc|llp|llc|ag|se|co|corp)\b", " ", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _share(answers: list[bool]) -> float:
    return sum(answers) / len(answers) if answers else 1.0
