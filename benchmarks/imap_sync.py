"""How fast a mailbox on an IMAP server is synced, beside mbsync and a bare download of the same mailbox.

    python -m benchmarks.imap_sync [--messages 20000] [--small 2000] [--rounds 1] [--json FILE]

Makes the mailboxes, starts a Dovecot of its own on a loopback port, and runs all contenders against it on
this machine. Prints each figure with its limit. Ends with 1 if a limit is not met, with 2 if nothing could
be measured. Needs Linux, dovecot-imapd and isync; the big mailbox takes about four times its 1.2 GB of disk.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from benchmarks.contenders import FOLDERS, Mbsync, Tealeaves, WrongResultError, bare
from benchmarks.inbox import Mail, messages
from benchmarks.machine import machine
from benchmarks.processes import Peak
from benchmarks.sync_limits import judged, table
from tests.servers.account import Account
from tests.servers.dovecot import MissingDovecotError, dovecot
from tests.servers.proxy import proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.processes import Run
    from tests.servers.dovecot import Dovecot

NOTHING_NEW_TIMES = 9
NEW_TIMES = 5
NEW = 50
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mailbox:
    account: Account
    messages: int
    size: int  # octets, as IMAP counts them: every line ends with CRLF


@dataclass(frozen=True, slots=True)
class Bench:
    """The mailboxes, those who sync them, and where."""

    folder: Path
    big: Mailbox
    small: Mailbox
    new: list[Mail]  # yet to come

    @property
    def server(self) -> Dovecot:
        return self.big.account.server

    def tealeaves(self, box: Mailbox) -> Tealeaves:
        return Tealeaves(box.account, self.folder / f"tealeaves-{box.account.user}")

    def mbsync(self, box: Mailbox, *, fsync: bool = True) -> Mbsync:
        kind = "safe" if fsync else "fast"
        return Mbsync(box.account, self.folder / f"mbsync-{kind}-{box.account.user}", fsync)


def filled(account: Account, mails: Iterable[Mail]) -> Mailbox:
    """The mails delivered, and read once by a client that asks for what clients list: Dovecot keeps that in
    its index, and the files are in memory for whoever comes first."""
    from imapclient import IMAPClient

    count = size = 0
    for mail in mails:
        account.deliver(mail.raw, to=mail.folder, received=mail.at, flags="S" if mail.seen else "")
        count += 1
        size += len(mail.raw) + len(re.findall(rb"(?<!\r)\n", mail.raw))
    with IMAPClient(account.server.host, account.server.port, ssl=False) as client:
        client.login(account.user, account.password)
        for folder in FOLDERS:
            client.select_folder(folder)
            uids = client.search("ALL")
            for at in range(0, len(uids), 500):
                client.fetch(
                    uids[at : at + 500], ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE"]
                )
    return Mailbox(account, count, size)


def first_syncs(bench: Bench, rounds: int) -> dict[str, Any]:
    """Everybody fetches the big mailbox into an empty place, in turns. Seconds, and bytes from the server."""
    box, server = bench.big, bench.server
    ours, safe, fast = bench.tealeaves(box), bench.mbsync(box), bench.mbsync(box, fsync=False)
    contenders: dict[str, tuple[Callable[[], None], Callable[[], Run]]] = {
        "tealeaves": (ours.start_anew, lambda: ours.sync(listed=box.messages)[0]),
        "mbsync": (safe.start_anew, safe.sync),
        "mbsync without fsync": (fast.start_anew, fast.sync),
        "imapclient": (lambda: None, lambda: bare(box.account, bench.folder)),
    }
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
    for at in range(rounds):
        names = list(contenders)
        for name in names[at % len(names) :] + names[: at % len(names)]:
            prepare, sync = contenders[name]
            prepare()
            os.sync()  # nobody waits for what another one wrote
            done, octets = _with_octets(server, sync)
            runs[name].append({"wall": done.wall, "cpu": done.cpu, "bytes": octets})
    for each in (safe, fast):
        if each.held() != box.messages:
            raise WrongResultError(f"mbsync holds {each.held()} messages, not {box.messages}")
    return runs


def memory(bench: Bench) -> dict[str, Any]:
    """First syncs that are watched, apart from those that are timed. The small store is kept."""
    found = {}
    for name, box in (("small", bench.small), ("big", bench.big)):
        peak = Peak()
        bench.tealeaves(box).start_anew()
        _, said = bench.tealeaves(box).sync(peak, listed=box.messages)
        counts = ("listed", "gated", "fetched", "relevant", "applications")
        found[name] = asdict(peak) | {key: said[key] for key in counts} | {"problems": len(said["problems"])}
    return found


def nothing_new(bench: Bench) -> dict[str, list[float]]:
    """Seconds of whole processes, in turns, and of the command alone in a process that has run it before."""
    boxes = {"small": bench.small, "big": bench.big}
    bench.mbsync(bench.small).start_anew()
    bench.mbsync(bench.small).sync()
    found: dict[str, list[float]] = {}
    for at in range(NOTHING_NEW_TIMES + 1):
        took = {"start-up": bench.tealeaves(bench.big).version().wall}
        for name, box in boxes.items():
            ours = bench.tealeaves(box).sync(listed=0)[0]
            took[f"tealeaves {name}"] = ours.wall
            took[f"tealeaves {name}, processor"] = ours.cpu
            took[f"in-process {name}"] = _in_process(bench.tealeaves(box))
            took[f"mbsync {name}"] = bench.mbsync(box).sync().wall
        for name, seconds in took.items() if at else ():  # at first, modules and files are loaded
            found.setdefault(name, []).append(seconds)
    return found


def some_new(bench: Bench) -> list[dict[str, float]]:
    """Fifty new mails, several times: the sync, one with nothing new after it, and the import of the same
    fifty as files into an empty store, which reads them without a server. Seconds of whole processes."""
    ours, found = bench.tealeaves(bench.big), []
    reader = Tealeaves(bench.big.account, bench.folder / "reader")
    for at in range(NEW_TIMES):
        mails = bench.new[at * NEW : (at + 1) * NEW]
        reader.start_anew()
        files = reader.folder / "mails"
        files.mkdir()
        for number, mail in enumerate(mails):
            (files / f"{number}.eml").write_bytes(mail.raw)
            bench.big.account.deliver(mail.raw, to=mail.folder, received=mail.at)
        found.append(
            {
                "sync": ours.sync(listed=len(mails))[0].wall,
                "nothing new": ours.sync(listed=0)[0].wall,
                "import": reader.imported(files).wall,
                "start-up": ours.version().wall,
            }
        )
    return found


def talk(bench: Bench, box: Mailbox, listed: int = 0) -> dict[str, float]:
    """What a sync that lists so many says to the server. Turns are how often it waits for an answer."""
    ours, server = bench.tealeaves(box), bench.server
    with proxy(server.host, server.port) as between:
        ours.aim_at(between.port)
        ours.sync(listed=listed)
        commands, turns, received = between.commands, between.turns, between.received
    ours.aim_at(server.port)
    opened = (re.match(r"(?:EXAMINE|SELECT|STATUS) (\"[^\"]*\"|\S+)", one) for one in commands)
    folders = {match[1] for match in opened if match}
    return {"turns": turns, "folders": len(folders), "commands": len(commands), "bytes": received}


def measure(bench: Bench, rounds: int) -> dict[str, Any]:
    """Everything, as it was measured."""
    _say("first syncs, counted and watched")
    bench.tealeaves(bench.small).start_anew()
    said = {"first, small": talk(bench, bench.small, bench.small.messages)}  # and Python has its bytecode
    watched = memory(bench)
    _say("first syncs, timed")
    first = first_syncs(bench, rounds)
    _say("nothing new")
    nothing = nothing_new(bench)
    said |= {"small": talk(bench, bench.small), "big": talk(bench, bench.big)}
    modules = sorted(bench.tealeaves(bench.big).modules())
    _say(f"{NEW} new")
    boxes = {"big": bench.big, "small": bench.small}
    return {
        "machine": machine(),
        "mailboxes": {name: {"messages": box.messages, "bytes": box.size} for name, box in boxes.items()},
        "first": first,
        "memory": watched,
        "nothing new": nothing,
        "talk": said,
        "modules": modules,
        "some new": some_new(bench),
    }


@contextlib.contextmanager
def bench(big: int, small: int, seed: int) -> Iterator[Bench]:
    """A server with both mailboxes; the mail of the small one is another invention, over the same months."""
    with dovecot() as server, tempfile.TemporaryDirectory(prefix="sync-") as folder:
        _say(f"making {big} + {small} messages")
        coming = messages(big, seed, extra=NEW * NEW_TIMES)
        large = filled(Account(server, "u0"), itertools.islice(coming, big))
        little = filled(Account(server, "u1"), messages(small, seed + 1))
        yield Bench(Path(folder), large, little, list(coming))


def _with_octets(server: Dovecot, sync: Callable[[], Run]) -> tuple[Run, int]:
    """The run, and what the server sent meanwhile, as it writes into its log when a session ends."""
    before = len(server.log)
    done = sync()
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        log = server.log[before:]
        sent = re.findall(r" in=\d+ out=(\d+)", log)
        if sent and len(sent) >= log.count("imap-login: Info: Login: "):
            return done, sum(map(int, sent))
        time.sleep(0.01)
    raise WrongResultError(f"Dovecot's log does not say what it sent: {server.log[before:][-400:]}")


def _in_process(ours: Tealeaves) -> float:
    """Seconds of the command without the start of Python and the loading of modules."""
    from tealeaves.cli.main import main as command

    out = io.StringIO()
    with mock.patch.dict(os.environ, ours.environment), contextlib.redirect_stdout(out):
        began = time.perf_counter()
        code = command(["--config", str(ours.config), "sync", "--json"])
        took = time.perf_counter() - began
    if code not in (0, 3):
        raise WrongResultError(f"tealeaves sync ended with {code}: {out.getvalue()[-400:]}")
    return took


def _printed(*command: str) -> str:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PATH": path}
    )
    return done.stdout.strip()


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


def main() -> int:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--messages", type=int, default=20_000, help="of the big mailbox (default 20000)")
    ask.add_argument("--small", type=int, default=2_000, help="of the small one (default 2000)")
    ask.add_argument("--rounds", type=int, default=1, help="of first syncs (default 1)")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured there")
    given = ask.parse_args()
    try:
        versions = {name: _printed(name, "--version") for name in ("dovecot", "mbsync")}
        with bench(given.messages, given.small, given.seed) as ready:
            found = {"versions": versions} | measure(ready, given.rounds)
    except (MissingDovecotError, FileNotFoundError, WrongResultError) as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 2
    rows = judged(found)
    if given.json:
        given.json.write_text(json.dumps(found | {"rows": [asdict(row) for row in rows]}, indent=1) + "\n")
    print(table(found, rows))
    return 0 if all(row.met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
