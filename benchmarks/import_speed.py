"""How fast a mailbox is imported, beside the standard library reading the same file.

    python -m benchmarks.import_speed [-n 2000] [--rounds 5] [--json] [--mbox FILE --me ADDRESS]

Both run in turns in one process, several rounds each. The yardstick is `mailbox.mbox` with the parser of
`email` (policy compat32), every text part decoded: what any program in plain Python pays before it has
looked at a word. The import does all that it does for a person, into a new SQLite file.
"""

from __future__ import annotations

import argparse
import json
import mailbox
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import machine
from benchmarks.sample_mailbox import ME, write_mbox
from classify.types import Me
from ingest.files.connector import Files
from ingest.mime.parse import parse
from ingest.types import RawMail
from store.store import open_store
from tealeaves.pipeline.intake import read_mail, take
from tealeaves.pipeline.settle import settle

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RATIO = "times_the_standard_library"
STAGES = ("slice", "parse", "read", "store", "settle")


@dataclass
class Round:
    """Seconds of one round: of the processor by stage, and on the clock."""

    messages: int = 0
    cpu: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0

    @property
    def total(self) -> float:
        return sum(self.cpu.values())

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu[name] = self.cpu.get(name, 0.0) + time.process_time() - cpu
        self.wall += time.perf_counter() - wall


def standard_library(path: Path) -> Round:
    """Every message parsed and its text decoded by the standard library alone."""
    done = Round()
    with done.stage("all"):
        box = mailbox.mbox(path, create=False)
        for message in box:
            done.messages += 1
            for part in message.walk():
                _text(part)
        box.close()
    return done


def _text(part: Message) -> str:
    if part.get_content_maintype() != "text":
        return ""
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(part.get_content_charset("utf-8"), "replace")


def imported(path: Path, me: Me, folder: Path) -> Round:
    """An import into a new store. Parsing is timed by doing it once more, outside the sum."""
    done, again = Round(), Round()
    with open_store(f"sqlite:///{folder / 'store.db'}", now=NOW) as store:
        candidate = store.candidate("benchmark")
        batches = Files([path]).changes({})
        while True:
            with done.stage("slice"):
                batch = next(batches, None)
            if batch is None:
                break
            mails = [item for item in batch.items if isinstance(item, RawMail)]
            with again.stage("parse"):
                for mail in mails:
                    parse(mail)
            with done.stage("read"):
                intake = take(batch, "files", me, [read_mail(mail, me, None) for mail in mails])
            with done.stage("store"):
                store.commit(candidate, intake, NOW)
            done.messages += len(mails)
        with done.stage("settle"):
            settle(store, candidate, me, None, NOW)
    parsing = min(again.cpu.get("parse", 0.0), done.cpu["read"])
    done.cpu = {**done.cpu, "parse": parsing, "read": done.cpu["read"] - parsing}
    return done


def measure(path: Path, me: Me, rounds: int) -> dict[str, object]:
    """Medians over the rounds. Ratios are of processor time, taken within each round."""
    plain, ours = list[Round](), list[Round]()
    for _ in range(rounds):
        plain.append(standard_library(path))
        with tempfile.TemporaryDirectory() as folder:
            ours.append(imported(path, me, Path(folder)))
    pairs = list(zip(ours, plain, strict=True))
    return {
        "messages": ours[0].messages,
        "bytes": path.stat().st_size,
        "rounds": rounds,
        "machine": machine(),
        "standard_library": {**speed(plain), RATIO: 1.0},
        "import": {**speed(ours), RATIO: round(median(a.total / b.total for a, b in pairs), 3)},
        "stages": {
            name: {
                "ms_per_message": round(1000 * median(one.cpu[name] / one.messages for one in ours), 4),
                "share": round(median(one.cpu[name] / one.total for one in ours), 3),
                RATIO: round(median(a.cpu[name] / b.total for a, b in pairs), 3),
            }
            for name in STAGES
        },
    }


def speed(rounds: list[Round]) -> dict[str, float]:
    return {
        "messages_per_second": round(median(one.messages / one.wall for one in rounds), 1),
        "messages_per_cpu_second": round(median(one.messages / one.total for one in rounds), 1),
    }


def table(found: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    speeds = {"standard library": found["standard_library"], "import": found["import"]}
    lines = [
        f"{found['messages']} messages, {found['bytes'] / 1e6:.1f} MB, {found['rounds']} rounds, medians",
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        "",
        f"{'':18}{'messages/s':>12}{'per CPU s':>12}{'ratio':>9}",
    ]
    for name, one in speeds.items():
        wall, cpu, ratio = one["messages_per_second"], one["messages_per_cpu_second"], one[RATIO]
        lines.append(f"{name:18}{wall:12.0f}{cpu:12.0f}{ratio:9.2f}")
    lines += ["", f"{'stage':18}{'ms/message':>12}{'share':>12}{'ratio':>9}"]
    for name, one in found["stages"].items():
        lines.append(f"{name:18}{one['ms_per_message']:12.3f}{one['share']:12.1%}{one[RATIO]:9.2f}")
    lines += ["", "Ratios are of processor time to that of the standard library in the same round."]
    return "\n".join(lines)


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("-n", type=int, default=2000, help="messages of the sample mailbox (default 2000)")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--mbox", type=Path, help="measure on this mailbox instead")
    ask.add_argument("--me", default=ME.partition("<")[2].rstrip(">"), help="the address of its owner")
    given = ask.parse_args()
    me = Me("", frozenset({given.me.lower()}))
    with tempfile.TemporaryDirectory() as folder:
        path = given.mbox or Path(folder, "sample.mbox")
        if not given.mbox:
            write_mbox(path, given.n, given.seed)
        found = measure(path, me, given.rounds)
    print(json.dumps(found, indent=2) if given.json else table(found))


if __name__ == "__main__":
    main()
