"""The mails of heldout/, whose lines are labelled, and those that `split` does not place as a reader would.

Run as a module it prints the figures: `python -m tests.classify.newtext.heldout`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classify.newtext.split import split
from classify.types import Sections
from ingest.mime import html, plain

FOLDER = Path(__file__).with_name("heldout")
_HEAD = re.compile(r"^=== (.*)\n", re.MULTILINE)
_PARTS = {"N": "new", "Q": "quoted", "F": "forwarded", "S": "signature", "X": "footer", "M": "joining"}
_SPACES = re.compile(r"[\s>]+")


@dataclass(frozen=True)
class Mail:
    file: str
    name: str
    subject: str
    text: str  # in the form of `Message.text`
    lines: tuple[tuple[str, str], ...]  # the part, or "-" for unseen, and the line or a piece of it
    pieces: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


@dataclass(frozen=True)
class Misplaced:
    mail: Mail
    part: str  # where it belongs
    got: str
    line: str

    @property
    def misread(self) -> bool:
        """Whether a new line is not read, or another one is."""
        return "new" in (self.part, self.got)


def mails() -> list[Mail]:
    return [mail for path in sorted(FOLDER.glob("*.txt")) for mail in _mails(path)]


def _mails(path: Path) -> Iterator[Mail]:
    _, *fields = _HEAD.split(path.read_text(encoding="utf-8"))
    for head, body in zip(fields[::2], fields[1::2], strict=True):
        name, _, subject = head.partition(" | subject: ")
        source, page, labels = body.partition("\n%%\n")
        rows = (labels if page else source).split("\n")
        lines = tuple((row[:1], row[2:].replace("␠", " ")) for row in rows if row.strip())
        text = html.to_text(source) if page else plain.to_text("\n".join(line for _, line in lines))
        yield Mail(path.stem, name, subject, text, lines, bool(page))


def misplaced(mail: Mail) -> Iterator[Misplaced]:
    sections = split(mail.text, mail.subject)
    held = {part: _lines(sections, part) for part in ("new", "quoted", "forwarded", "signature", "footer")}
    for label, line in mail.lines:
        if label == "?" or not _bare(line):
            continue
        wanted = _PARTS.get(label, "unseen")
        got = [part for part in held if _holds(held[part], _bare(line), mail.pieces)]
        right = (
            wanted in got or (wanted == "unseen" and not got) or (wanted == "joining" and "new" not in got)
        )
        if not right:
            yield Misplaced(mail, wanted, got[0] if got else "unseen", line)


def _lines(sections: Sections, part: str) -> list[str]:
    return [_bare(line) for line in getattr(sections, part).split("\n")]


def _holds(lines: list[str], line: str, piece: bool) -> bool:
    return any(line in other for other in lines) if piece else line in lines


def _bare(line: str) -> str:
    return _SPACES.sub(" ", line).strip()


def main() -> None:
    every = mails()
    wrong = [one for mail in every for one in misplaced(mail)]
    lines = sum(label != "?" and bool(_bare(line)) for mail in every for label, line in mail.lines)
    misread = [one for one in wrong if one.misread]
    of: Counter[tuple[str, str]] = Counter((one.part, one.got) for one in wrong)
    bad = {str(one.mail) for one in wrong}, {str(one.mail) for one in misread}
    out = [f"{one.mail}: {one.part} -> {one.got}: {one.line[:100]}" for one in wrong]
    out += [f"{part} -> {got}: {count}" for (part, got), count in sorted(of.items())]
    out.append(
        f"mails {len(every)}, placed {len(every) - len(bad[0])}, read right {len(every) - len(bad[1])}"
    )
    out.append(f"lines {lines}, placed {lines - len(wrong)}, read as a reader would {lines - len(misread)}")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
