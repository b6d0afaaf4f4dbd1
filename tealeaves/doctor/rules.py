"""The rules: readings by older ones, and own phrases that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHECK = "rules"


def rules(
    read_by: Mapping[str, int], today: str, found: Mapping[str, int], doubts: Sequence[str]
) -> tuple[Finding, ...]:
    """`read_by`: fingerprint of rules -> messages that were read by them; `today`: that of today's rules.
    `found`: own signal -> messages that it was found in. `doubts`: of own phrases that cannot match."""
    total, old = sum(read_by.values()), sum(n for rules, n in read_by.items() if rules != today)
    lines = []
    if old:
        were = "1 message was" if old == 1 else f"{old:,} messages were"
        lines.append(warning(CHECK, f"{were} read by older rules", "tealeaves reclassify"))
    lines += [warning(CHECK, doubt, "correct the phrase") for doubt in doubts]
    silent = [name for name, number in found.items() if not number] if total and not old else []
    for name in silent:
        what = f"your signal {name} was found in none of {total:,} messages"
        lines.append(warning(CHECK, what, "tealeaves explain shows how a message reads"))
    return tuple(lines) or (ok(CHECK, f"all {total:,} messages were read by the rules of today"),)
