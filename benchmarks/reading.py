"""How fast mail is read, beside spaCy tokenising and PhraseMatching the same texts.

    python -m benchmarks.reading [-n 500] [--rounds 5] [--memory 10000] [--json]

The mails are those of `inbox.py`: mostly newsletters, 12 % of a job search. Each round takes mails that no
round before had, and reads them in turns with spaCy: a blank English tokenizer with nothing tuned, and a
PhraseMatcher of 1,500 phrases of the bank in lower case. Reading is all that is done for a mail before it is
stored: MIME and HTML, new text, author, names, signals, promised days, relevance. Times are of the processor,
on one core.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import inbox
from benchmarks.machine import machine
from classify import judge as judging
from classify import read as reading
from classify.signals import spacy_core
from classify.signals.bank import shipped_bank
from classify.types import Me, Standing
from ingest.mime.parse import parse
from ingest.types import Message, Place, RawMail
from tealeaves.pipeline import intake

OWNER = Me("Robin Hale", frozenset({inbox.ADDRESS}))
PHRASES = 1500
WARM = 200  # mails read before the first round
AT_ONCE = 100  # mails read before it is the other's turn
LEAST = 400.0  # mails a second
MOST = 3.0  # times spaCy
STAGES = {
    "new text": (reading, ("split",)),
    "author": (reading, ("author_of", "is_unmeant")),
    "phrases": (judging, ("explain",)),
    "second reader": (judging, ("scores",)),
    "weighing": (reading, ("judge", "leaning")),
    "days": (reading, ("promise",)),
    "names": (reading, ("claims",)),
    "relevance": (reading, ("standing_of", "asks")),
    "parsing": (intake, ("parse",)),
}
"""Stage -> where the functions are that it consists of. What one of them calls of another is that other's."""


def mails(n: int, seed: int = 7) -> Iterator[RawMail]:
    """`n` mails of the inbox, as an account gives them."""
    for number, one in enumerate(inbox.messages(n, seed)):
        yield RawMail(one.raw, Place("inbox", "eml", str(number)), one.at, (one.folder,))


def read(items: Iterable[RawMail]) -> float:
    """Seconds to read them."""
    began = time.process_time()
    for item in items:
        intake.read_mail(item, OWNER, None)
    return time.process_time() - began


def spacy_reader() -> Callable[[Iterable[str]], float]:
    """What tokenises and matches texts, and returns the seconds it took."""
    spacy_core.load()
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("phrases", [language.make_doc(phrase) for phrase in phrases()])

    def tokenise(texts: Iterable[str]) -> float:
        began = time.process_time()
        for text in texts:
            matcher(language.make_doc(text))
        return time.process_time() - began

    return tokenise


def phrases() -> list[str]:
    """Phrases of the bank of two words and more, `PHRASES` of them, from all over it."""
    forms = {
        " ".join(form): None
        for rules in shipped_bank().rules
        for phrase in rules.phrases
        for slot in phrase.pattern.slots
        for form in sorted(slot.forms)
        if len(form) > 1
    }
    every = list(forms)
    return every[:: max(1, len(every) // PHRASES)][:PHRASES]


class Stopwatch:
    """Seconds by stage: of two that run one inside the other, each has its own."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._open: list[str] = ["the rest"]
        self._since = time.process_time()

    @contextmanager
    def running(self, stage: str) -> Iterator[None]:
        self._lap()
        self._open.append(stage)
        try:
            yield
        finally:
            self._lap()
            self._open.pop()

    def stop(self) -> None:
        """Counts what ran since the last stage as the rest."""
        self._lap()

    def _lap(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now


@contextmanager
def watched(watch: Stopwatch) -> Iterator[None]:
    """While it lasts, the functions of `STAGES` run on the watch."""

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            with watch.running(stage):
                return function(*arguments, **named)

        return call

    kept = [
        (module, name, stage, getattr(module, name))
        for stage, (module, names) in STAGES.items()
        for name in names
        if hasattr(module, name)
    ]
    for module, name, stage, function in kept:
        setattr(module, name, timed(stage, function))
    try:
        yield
    finally:
        for module, name, _, function in kept:
            setattr(module, name, function)


def by_stage(items: Iterable[RawMail]) -> dict[str, dict[str, float]]:
    """Kind of mail -> stage -> microseconds a mail; "mails" is how many. The watch itself takes time too."""
    told: dict[str, dict[str, float]] = {}
    for item in items:
        watch = Stopwatch()
        with watched(watch):
            read = intake.read_mail(item, OWNER, None)
            watch.stop()
        relevant = getattr(read, "reading", None) and read.reading.standing is Standing.RELEVANT
        kind = told.setdefault("relevant" if relevant else "other", {"mails": 0})
        kind["mails"] += 1
        for stage, seconds in watch.seconds.items():
            kind[stage] = kind.get(stage, 0.0) + seconds * 1e6
    return {
        kind: {name: value if name == "mails" else value / stages["mails"] for name, value in stages.items()}
        for kind, stages in told.items()
    }


NASTY: dict[str, str] = {
    "a sentence over and over": "When could you start? We are delighted to invite you to an interview. ",
    "no space": "abcdefghij",
    "marks": ".,;:!?()-'\"",
    "quotes in quotes": "> > > > On Monday Jane Roe <jane@acme.example> wrote:\n",
    "reply lines": "On Mon, 2 Mar 2026 at 09:00, Jane Roe <jane@acme.example> wrote:\n",
    "names": "Acme Ltd Beta GmbH Gamma Limited Jane Roe Senior Data Engineer at ",
    "days": "by Friday 3 March or within ten working days of next week, ",
    "dashes": "-- \n",
    "blanks": " \t\n",
    "figures": "12.345,67 10:30 03/04/2026 £85k ",
    "accents": "ÄǰİΣ ﬁﬀ\u0301",
    "footers": "This email is confidential. Unsubscribe here. We are an equal opportunity employer.\n",
    "nested tags": "<div><table><blockquote>",
    "tags never closed": "<a href='",
}


def nasty(size: int) -> dict[str, tuple[float, float]]:
    """Seconds for each nasty mail of that many characters, and how much longer four times as much takes."""
    told = {}
    for name, part in NASTY.items():
        kind = "html" if "tags" in name else "plain"
        times = [
            min(read([_hostile(part * (length // len(part)), kind, turn)]) for turn in range(2))
            for length in (size, 4 * size)
        ]
        told[name] = (times[0], times[1] / max(times[0], 1e-4))
    return told


def _hostile(body: str, kind: str, turn: int) -> RawMail:
    head = (
        f"From: Jane Roe <jane@acme.example>\nTo: {inbox.ME}\nSubject: Your application {turn}\n"
        f"Date: Mon, 02 Mar 2026 09:00:00 +0000\nMessage-ID: <{turn}.nasty@acme.example>\n"
        f"MIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return RawMail(f"{head}Dear Robin, {turn}\n{body}\n".encode(), Place("nasty", "eml", str(turn)))


def memory(n: int) -> tuple[float, float]:
    """Peak memory in MB of a new process after the first tenth of `n` mails, and after all of them."""
    code = f"from benchmarks.reading import reading_on; print(*reading_on({n}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, after = map(float, run.stdout.split())
    return before, after


def reading_on(n: int) -> tuple[float, float]:
    """The same of this process."""
    before = 0.0
    for number, item in enumerate(mails(n, seed=11)):
        if number == n // 10:
            before = peak()
        intake.read_mail(item, OWNER, None)
    return before, peak()


def peak() -> float:
    """The most memory that this process had, in MB. Linux hands down `ru_maxrss` from whoever started it."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


_FIRST = """
import time
began = time.process_time()
from benchmarks.reading import greeting, peak, read
loaded = time.process_time() - began
print(loaded, read([greeting(1)]), read([greeting(2)]), peak())
"""


def greeting(turn: int) -> RawMail:
    """A short relevant mail."""
    return _hostile("We would like to invite you to an interview. When could you start?", "plain", turn)


def first_reading() -> dict[str, float]:
    """Seconds that a new process needs to import the rules, to read its first relevant mail, and its second;
    and its peak memory in MB. The best of three."""
    runs = [
        subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    figures = [[float(one) for one in run.stdout.split()] for run in runs]
    loaded, first, second, most = (min(column) for column in zip(*figures, strict=True))
    return {"import": loaded, "first": first, "second": second, "peak": most}


def rounds(n: int, count: int) -> list[dict[str, float]]:
    """Each round's figures: seconds a mail of reading and of spaCy, in turns over the same mails."""
    tokenise = spacy_reader()
    every = mails(WARM + n * count)
    warm = list(islice(every, WARM))
    read(warm)
    tokenise(_texts(warm))
    told = []
    for number in range(count):
        items = list(islice(every, n))
        texts = _texts(items)
        spent = {"read": 0.0, "spacy": 0.0}
        for turn, at in enumerate(range(0, n, AT_ONCE)):
            part, said = items[at : at + AT_ONCE], texts[at : at + AT_ONCE]
            if (number + turn) % 2:
                spent["read"] += read(part)
            spent["spacy"] += tokenise(said)
            if not (number + turn) % 2:
                spent["read"] += read(part)
        told.append({name: value / n for name, value in spent.items()})
    return told


def _texts(items: Iterable[RawMail]) -> list[str]:
    parsed = map(parse, items)
    return [f"{one.subject}\n\n{one.text}" for one in parsed if isinstance(one, Message)]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("-n", type=int, default=500, help="mails a round")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--memory", type=int, default=10_000, help="mails read for memory; 0: none")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    measured = rounds(given.n, given.rounds)
    speed = median(1 / one["read"] for one in measured)
    ratio = median(one["read"] / one["spacy"] for one in measured)
    told: dict[str, Any] = {
        "machine": machine(),
        "mails_a_second": speed,
        "times_spacy": ratio,
        "spacy_us": median(one["spacy"] for one in measured) * 1e6,
        "rounds": measured,
        "stages_us": by_stage(mails(given.n, seed=13)),
        "nasty": nasty(50_000),
        "first": first_reading(),
    }
    if given.memory:
        told["memory_mb"] = memory(given.memory)
    print(json.dumps(told) if given.json else _text(told))
    return 0 if speed >= LEAST and ratio <= MOST else 1


def _text(told: dict[str, Any]) -> str:
    lines = [
        f"{told['mails_a_second']:.0f} mails a second on one core (to be met: {LEAST:.0f})",
        f"{told['times_spacy']:.2f} times spaCy's tokenizer and PhraseMatcher, which take "
        f"{told['spacy_us']:.0f} us a mail (to be met: {MOST:.0f})",
        "",
    ]
    for kind, stages in told["stages_us"].items():
        whole = sum(value for name, value in stages.items() if name != "mails")
        lines.append(f"{kind} mail ({stages['mails']:.0f}): {whole:.0f} us")
        for name, value in sorted(stages.items(), key=lambda pair: -pair[1]):
            if name != "mails":
                lines.append(f"    {name:<16}{value:8.0f} us  {value / whole:4.0%}")
    worst = max(told["nasty"], key=lambda name: told["nasty"][name][0])
    steepest = max(told["nasty"], key=lambda name: told["nasty"][name][1])
    first = told["first"]
    lines += [
        "",
        f"hostile mail of 50 kB: at most {told['nasty'][worst][0] * 1e3:.0f} ms ({worst}); of 200 kB, "
        f"at most {told['nasty'][steepest][1]:.1f} times that ({steepest})",
        f"a new process: {first['import']:.2f} s to import, {first['first']:.2f} s for the first mail, "
        f"{first['second'] * 1e3:.1f} ms for the second, {first['peak']:.0f} MB",
    ]
    if "memory_mb" in told:
        before, after = told["memory_mb"]
        lines.append(f"peak memory {before:.0f} MB after a tenth of the mails, {after:.0f} MB after all")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
