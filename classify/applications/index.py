"""Where to look for a letter's application, so that not every one must be tried."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from classify.applications.types import READ
from classify.names.domains import label, registrable, shared
from classify.names.fold import core, tokens
from classify.names.same import trimmed
from classify.names.subject import bare
from classify.names.words import words

if TYPE_CHECKING:
    from classify.applications.draft import Draft, Name
    from classify.applications.houses import Houses
    from classify.applications.types import Letter
    from ingest.types import Address


MOST = 60  # applications looked at for one letter: more are a flood, and the latest must do
_CAPITALISED = re.compile(r"(?<!\w)(?![a-z])[^\W_][\w'’]{1,40}")


@dataclass(slots=True)
class Index:
    """Applications by everything that can lead to them. A dictionary serves as a set that keeps its order."""

    drafts: list[Draft] = field(default_factory=list)
    places: dict[str, dict[int, Draft]] = field(default_factory=dict)

    def note(self, draft: Draft, letter: Letter, conversation: str, people: Iterable[Address]) -> None:
        """Make an application findable by what a letter adds to it. `people` are the letter's other side and
        those whom its invites name."""
        marks = {f"thread {conversation}"} | {f"uid {uid}" for uid in letter.uids}
        for address in people:
            marks.add(_about(address, letter))
            if address.email in draft.addresses:
                marks.add(f"address {address.email}")
            base = registrable(address.domain)
            between = address.domain in draft.between and not shared(address.domain)
            if between or base in draft.domains:
                marks.add(f"domain {base}")
        marks |= {f"number {letter.requisition}"} if letter.requisition else set()
        marks |= {f"name {mark}" for mark in _marks(letter.company.value)} if letter.company else set()
        for mark in marks:
            there = self.places.setdefault(mark, {})
            there.pop(id(draft), None)  # the latest stands last
            there[id(draft)] = draft

    def call(self, draft: Draft, name: Name) -> None:
        """Make it findable by what the person calls it."""
        for mark in _marks(name.name) if name.kind == "company" else ():
            self.places.setdefault(f"name {mark}", {})[id(draft)] = draft

    def thread(self, conversation: str) -> list[Draft]:
        return list(self._found({f"thread {conversation}": None}).values())

    def invite(self, uid: str) -> list[Draft]:
        return list(self._found({f"uid {uid}": None}).values())

    def subject(self, letter: Letter, far: Iterable[Address]) -> list[Draft]:
        """Applications in which the same correspondent and the candidate wrote under the letter's subject."""
        return list(self._found(dict.fromkeys(_about(address, letter) for address in far)).values())

    def drop(self, drafts: Iterable[Draft]) -> None:
        """Forget applications that do not stand."""
        gone = {id(draft) for draft in drafts}
        self.drafts = [draft for draft in self.drafts if id(draft) not in gone]
        for there in self.places.values():
            for name in gone & there.keys():
                del there[name]

    def candidates(self, letter: Letter, known: Houses) -> list[Draft]:
        """Applications that share a name, an address, a domain or a number with the letter; of very many the
        latest."""
        marks: dict[str, None] = {}
        if letter.requisition:
            marks[f"number {letter.requisition}"] = None
        for address in known.far(letter):
            marks[f"address {address.email}"] = None
            base = registrable(address.domain)
            if base and not shared(base):
                marks[f"domain {base}"] = None
                marks.update(dict.fromkeys(_label_marks(label(base))))
        if letter.company:
            for mark in sorted(_marks(letter.company.value)):
                marks[f"name {mark}"] = None
        found = self._found(marks)
        if not found or letter.company is None or letter.company.basis == "domain":
            found |= self._found(dict.fromkeys(_capitalised(letter.mentions)))
        return list(found.values())

    def _found(self, marks: dict[str, None]) -> dict[int, Draft]:
        """The applications of the marks: those of the rarest first, of each its latest, `MOST` at most."""
        out: dict[int, Draft] = {}
        for there in sorted(filter(None, map(self.places.get, marks)), key=len):
            out |= islice(reversed(there.items()), MOST - len(out))
            if len(out) >= MOST:
                break
        return out


def _about(address: Address, letter: Letter) -> str:
    return f"subject {address.email} {bare(letter.subject).casefold()}"


@lru_cache(maxsize=4096)
def _label_marks(label: str) -> tuple[str, ...]:
    """Every name that a label may begin with or is put together from."""
    pieces = {trimmed(label), *label.split("-"), *(label[:size] for size in range(3, len(label) + 1))}
    return tuple(f"name {piece}" for piece in sorted(pieces))


def _capitalised(text: str) -> list[str]:
    """The words of a text that can begin a name."""
    words_seen = dict.fromkeys(_CAPITALISED.findall(text[:READ]))
    return [f"name {token}" for word in words_seen for token in tokens(word)[:1]]


@lru_cache(maxsize=16384)
def _marks(name: str) -> frozenset[str]:
    """The first word, all words together, and the initials."""
    parts = core(name)
    first = next((part for part in parts if part not in words("company", "kinds")), parts[0] if parts else "")
    out = {"".join(parts), parts[0] if parts else "", first}
    if len(parts) >= 3:
        out.add("".join(part[0] for part in parts))
    return frozenset(mark for mark in out if mark)
