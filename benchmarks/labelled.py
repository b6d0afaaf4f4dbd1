"""Labelled mail: the corpus (see corpus/README.md), each line as the mail that it describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from classify.types import Me, Speaker
from ingest.types import Place, RawMail

CORPUS = Path(__file__).with_name("corpus")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One mail with what a careful person read in it."""

    id: str
    part: str  # the file that it stands in
    raw: RawMail
    me: Me
    speaker: Speaker
    relevant: bool
    signals: frozenset[str]
    evidence: dict[str, str] | None  # signal -> the clause that shows it; None where nobody noted it
    company: str
    role: str
    decision_by: date | None
    note: str
    house: str  # whose mail it is: what must not stand on both sides of a split


def corpus() -> list[Path]:
    """The files of the published corpus, in order."""
    return sorted(CORPUS.glob("*.jsonl"))


def single_sentences() -> list[Path]:
    """The files of single sentences, in order."""
    return sorted(CORPUS.glob("*.toml"))


def labelled(paths: Iterable[Path]) -> Iterator[Labelled]:
    """The labelled mails in files of the corpus' form. Raises ValueError or KeyError for any other."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield _labelled(json.loads(line), path.stem)


def _labelled(line: dict[str, object], part: str) -> Labelled:
    text = {key: str(line[key] or "") for key in ("id", "direction", "from", "to", "subject", "body", "note")}
    sent = text["direction"] == "out"
    evidence = line.get("evidence")
    by = line["decision_by"]
    return Labelled(
        id=text["id"],
        part=part,
        raw=RawMail(_mail(line, text), Place(f"{part}/{text['id']}.eml", "eml")),
        me=Me("", frozenset({parseaddr(text["from" if sent else "to"])[1].lower()})),
        speaker=Speaker.CANDIDATE if sent else Speaker.COMPANY,
        relevant=bool(line["relevant"]),
        signals=frozenset(map(str, line["signals"] or ())),  # type: ignore[call-overload]
        evidence=evidence if isinstance(evidence, dict) else None,
        company=str(line["company"] or ""),
        role=str(line["role"] or ""),
        decision_by=date.fromisoformat(str(by)) if by else None,
        note=text["note"],
        house=str(
            line["company"] or (text["id"] if sent else parseaddr(text["from"])[1].rpartition("@")[2])
        ).lower(),
    )


def _mail(line: dict[str, object], text: dict[str, str]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = text["from"], text["to"]
    mail["Subject"] = " ".join(text["subject"].split())
    mail["Date"] = datetime.fromisoformat(str(line["date"]))
    mail["Message-ID"] = f"<{text['id']}@corpus.example>"
    mail.set_content(text["body"], subtype="html" if "html" in str(line["content_type"]) else "plain")
    return mail.as_bytes()
