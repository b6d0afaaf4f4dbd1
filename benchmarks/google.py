"""What a sync of a Gmail mailbox asks of Google, beside a loop that lists all and gets all headers.

    python -m benchmarks.google [--messages 10000] [--rounds 1] [--json FILE]

Makes the mailbox on a server of our own, in another process, and counts there. Prints each figure with its
limit. Ends with 1 if a limit is not met, with 2 if nothing could be measured.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from benchmarks.contenders import TEALEAVES, WrongResultError, compiled
from benchmarks.google_service import TOKEN, Count, Service, service
from benchmarks.inbox import ADDRESS, SINCE
from benchmarks.machine import machine
from benchmarks.processes import Peak, run
from benchmarks.sync_limits import Row
from tests.tealeaves.google import gmail

if TYPE_CHECKING:
    from tests.servers.google import GoogleServer

AT_ONCE = 50
CONFIG = """[me]
name = "Robin Hale"
addresses = ["{address}"]
timezone = "Europe/London"
since = "{since}"

[store]
url = "sqlite:///{store}"

{account}"""
HASTY = """import sys, stamina
stamina.set_testing(True, attempts=100, cap=True)
from tealeaves.cli.main import main
sys.exit(main(sys.argv[1:]))"""
"""The command without its pauses between attempts: a server that hangs up is waited for minutes."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one sync or loop cost, and what the server counted meanwhile."""

    seconds: float
    processor: float
    count: Count
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    server: Service
    folder: Path
    messages: int

    def config(self, name: str) -> Path:
        """The configuration of a store of that name, which is made anew."""
        folder = self.folder / name
        folder.mkdir()
        account = gmail(folder, cast("GoogleServer", self.server))
        text = CONFIG.format(
            address=ADDRESS, since=SINCE.isoformat(), store=folder / "store.db", account=account
        )
        path = folder / "config.toml"
        path.write_text(text)
        return path

    def sync(self, config: Path, peak: Peak | None = None) -> Figures:
        self.server.count_anew()
        done = run(_command(config), self.environment, peak)
        if done.code not in (0, 3):
            raise WrongResultError(f"tealeaves sync ended with {done.code}: {(done.err or done.out)[-800:]}")
        [said] = json.loads(done.out)["accounts"]
        if said["error"]:
            raise WrongResultError(said["error"])
        return Figures(done.wall, done.cpu, self.server.count(), said)

    def loop(self) -> Figures:
        """The bare loop, in a process of its own."""
        self.server.count_anew()
        done = run([sys.executable, "-m", "benchmarks.google", "--loop", self.server.url], self.environment)
        if done.code or int(done.out) != self.messages:
            raise WrongResultError(f"the loop ended with {done.code}: {(done.err or done.out)[-800:]}")
        return Figures(done.wall, done.cpu, self.server.count(), {})

    @property
    def environment(self) -> dict[str, str]:
        return compiled(self.folder)


def broken_off(bench: Bench, config: Path, gets: int) -> Count:
    """A first sync that the server hangs up on after so many messages were asked for, for good."""
    bench.server.count_anew()
    bench.server.hang_up_after(gets)
    done = run([sys.executable, "-c", HASTY, *_command(config)[1:]], bench.environment)
    bench.server.mend()
    if done.code != 1:
        raise WrongResultError(f"a sync that was hung up on ended with {done.code}: {done.err[-800:]}")
    return bench.server.count()


def killed(bench: Bench, config: Path, gets: int) -> Count:
    """A first sync that is killed when so many messages were asked for."""
    bench.server.count_anew()
    process = subprocess.Popen(
        _command(config), env=bench.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while bench.server.gets() < gets:
        if process.poll() is not None:
            raise WrongResultError(f"a sync ended with {process.returncode} before it could be killed")
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return bench.server.count()


def twice(first: Count, second: Count, whole: Count) -> dict[str, int]:
    """How many headers and bodies the two syncs asked for that one sync would not have asked for."""
    found: Counter[str] = Counter()
    for one, times in (Counter(first.asked) + Counter(second.asked)).items():
        found[one[1]] += max(times - whole.asked.get(one, 0), 0)
    return dict(found)


def measure(bench: Bench, rounds: int) -> dict[str, Any]:
    """Everything, as it was measured."""
    _say("the bare loop, and first syncs")
    syncs, loops = [], []
    for at in range(rounds):
        loops.append(bench.loop())
        syncs.append(bench.sync(config := bench.config(f"timed-{at}")))
    _say("nothing new")
    nothing = bench.sync(config)
    _say("memory")
    peak = Peak()
    bench.sync(bench.config("watched"), peak)
    whole = syncs[-1].count
    again = {}
    for name, breaks in (("hung up on", broken_off), ("killed", killed)):
        _say(f"first syncs that are {name}")
        config = bench.config(name.replace(" ", "-"))
        first = breaks(bench, config, whole.by_name["messages.get"] // 2)
        second = bench.sync(config)
        again[name] = {
            "first": sum(first.asked.values()),
            "second": sum(second.count.asked.values()),
            "twice": twice(first, second.count, whole),
            "violations": first.violations + second.count.violations,
        }
    return {
        "machine": machine(),
        "mailbox": {"messages": bench.messages, "bytes": bench.server.octets},
        "sync": [_plain(one) for one in syncs],
        "loop": [_plain(one) for one in loops],
        "nothing new": _plain(nothing),
        "memory": asdict(peak),
        "again": again,
        "violations": list(whole.violations),
    }


def judged(found: dict[str, Any]) -> list[Row]:
    """The figures. Medians; a ratio is taken within each round."""
    n, sync, loop = found["mailbox"]["messages"], found["sync"], found["loop"]
    count, nothing = sync[-1]["count"], found["nothing new"]["count"]

    def ratio(pick: str) -> float:
        return median(a["count"][pick] / b["count"][pick] for a, b in zip(sync, loop, strict=True))

    seconds = median(one["seconds"] for one in sync)
    rows = [
        Row("first: calls of methods", count["requests"], ""),
        Row("first: HTTP requests", count["http"], ""),
        Row("first: units a message, older table", count["units"] / n, "", 6.0),
        Row("first: units a message, table of 2026", count["units_2026"] / n, ""),
        Row("first: minutes at 15,000 units a minute, older table", count["units"] / 15_000, "min"),
        Row("first: minutes at 6,000 units a minute, table of 2026", count["units_2026"] / 6_000, "min"),
        Row("first: from the server, a message", count["octets"] / n / 1000, "kB"),
        Row("first: bytes to the whole mailbox", count["octets"] / found["mailbox"]["bytes"], "x"),
        Row("first: whole process", seconds, "s"),
        Row("first: messages a second", n / seconds, ""),
        Row("first: calls to those of the loop", ratio("requests"), "x"),
        Row("first: HTTP requests to those of the loop", ratio("http"), "x"),
        Row("first: units to those of the loop, older table", ratio("units"), "x"),
        Row("first: bytes to those of the loop", ratio("octets"), "x"),
        Row(
            "first: seconds to those of the loop",
            median(a["seconds"] / b["seconds"] for a, b in zip(sync, loop, strict=True)),
            "x",
        ),
        Row("nothing new: HTTP requests", nothing["http"], "", 2),
        Row("nothing new: units", nothing["units"], ""),
        Row("nothing new: from the server", nothing["octets"] / 1000, "kB"),
        Row("nothing new: whole process", found["nothing new"]["seconds"], "s"),
    ]
    for name, one in found["again"].items():
        rows.append(Row(f"{name}: headers asked for twice", one["twice"].get("metadata", 0), "", AT_ONCE))
        rows.append(Row(f"{name}: bodies asked for twice", one["twice"].get("body", 0), "", AT_ONCE))
    return [
        *rows,
        Row("memory: all processes", found["memory"]["together"], "MB"),
        Row("memory: largest process", found["memory"]["largest"], "MB"),
        Row("what a reader must never ask", len(found["violations"]), "", 0),
    ]


def table(found: dict[str, Any], rows: list[Row]) -> str:
    """The figures as a person reads them."""
    box, said = found["mailbox"], found["sync"][-1]["said"]
    lines = [
        f"{box['messages']:,} messages, {box['bytes'] / 1e6:,.1f} MB",
        ", ".join(f"{name} {value}" for name, value in found["machine"].items()),
        ", ".join(
            f"{said[name]:,} {name}" for name in ("listed", "gated", "fetched", "relevant", "applications")
        ),
        ", ".join(f"{name} {times:,}" for name, times in found["sync"][-1]["count"]["by_name"].items()),
        "",
        f"{'':58}{'figure':>12}     {'limit':>8}",
    ]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:8.2f}  {'yes' if row.met else 'NO'}"
        lines.append(f"{row.what:58}{row.value:12.2f} {row.unit:3} {limit}".rstrip())
    return "\n".join([*lines, "", "Trust the counts and the ratios, not the seconds."])


def loop(root: str) -> int:
    """Lists everything and gets all headers, as the library's own guide does. How many messages there are."""
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc

    document = json.loads(get_static_doc("gmail", "v1")) | {"rootUrl": root, "baseUrl": root}
    credentials: Any = Credentials(TOKEN)  # type: ignore[no-untyped-call]
    mails = build_from_document(document, credentials=credentials).users().messages()
    ids: list[str] = []
    asked = mails.list(userId="me", maxResults=500)
    while asked is not None:
        page = asked.execute()
        ids += [one["id"] for one in page.get("messages", ())]
        asked = mails.list_next(asked, page)
    found = 0

    def keep(name: str, answer: Any, error: Any) -> None:
        nonlocal found
        found += error is None

    service: Any = build_from_document(document, credentials=credentials)
    for at in range(0, len(ids), AT_ONCE):
        batch = service.new_batch_http_request(callback=keep)
        for one in ids[at : at + AT_ONCE]:
            batch.add(mails.get(userId="me", id=one, format="metadata"))
        batch.execute()
    return found


def _command(config: Path) -> list[str]:
    return [TEALEAVES, "--config", str(config), "sync", "--json"]


def _plain(one: Figures) -> dict[str, Any]:
    """Ready for JSON."""
    return asdict(replace(one, count=replace(one.count, asked={})))


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def main() -> int:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--messages", type=int, default=10_000)
    ask.add_argument("--rounds", type=int, default=1, help="of first syncs (default 1)")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured there")
    ask.add_argument("--loop", metavar="URL", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.loop:
        print(loop(given.loop))
        return 0
    try:
        _say(f"making {given.messages} messages")
        with (
            service(given.messages, given.seed) as server,
            tempfile.TemporaryDirectory(prefix="google-") as folder,
        ):
            found = measure(Bench(server, Path(folder), given.messages), given.rounds)
    except WrongResultError as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 2
    rows = judged(found)
    if given.json:
        given.json.write_text(json.dumps(found | {"rows": [asdict(row) for row in rows]}, indent=1) + "\n")
    print(table(found, rows))
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
