"""One listed message: whether more of it is fetched, what, and the mail that comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from ingest.imap.fetch import MOST_SECTION_BYTES, Wanted
from ingest.outline import decide, rebuild, tree
from ingest.types import Heading, Place, Problem, RawMail, Seen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ingest.connector import Gate
    from ingest.imap.fetch import Listed
    from ingest.types import Message

WHOLE = ("TEXT",)
ENOUGH_WORDS = 60  # of a plain text, with which the HTML beside it is not fetched
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<(?:table|div|td|p|br|html)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Plan:
    """What becomes of a message: an item at once, or a mail when its sections are there.

    Of `lean` mail the plain text is fetched and not the HTML beside it.
    """

    listed: Listed
    place: Place
    labels: tuple[str, ...]
    item: Heading | Seen | Problem | None  # None: the body is fetched
    lean: bool = False

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """What is fetched. A mail of which everything is wanted comes in one piece, as it was sent."""
        root = self.listed.root
        if root is None:
            return WHOLE
        wanted = self._leaves
        if all(leaf.number in wanted for leaf in tree.leaves(root)) or not rebuild.can_be_rebuilt(root):
            return WHOLE
        return rebuild.sections(root, wanted)

    @cached_property
    def size(self) -> int:
        """About how many octets are fetched."""
        root = self.listed.root
        if root is None:
            return MOST_SECTION_BYTES
        wanted = self._leaves if self.sections != WHOLE else None
        return sum(leaf.size for leaf in tree.leaves(root) if wanted is None or leaf.number in wanted)

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.listed.uid, self.sections, self.size >= MOST_SECTION_BYTES)

    @property
    def full(self) -> Plan:
        """The same with the HTML."""
        return replace(self, lean=False)

    def mail(self, fetched: Mapping[str, bytes]) -> RawMail:
        """The mail, of what was fetched of it."""
        root = self.listed.root
        if root is None or "TEXT" in fetched:
            raw = self.listed.header.rstrip(b"\r\n") + b"\r\n\r\n" + fetched.get("TEXT", b"")
        else:
            raw = rebuild.mail(self.listed.header, root, self._leaves, fetched)
        one = self.listed
        return RawMail(raw, self.place, one.received_at, self.labels, one.provider_thread)

    def is_enough(self, fetched: Mapping[str, bytes]) -> bool:
        """Whether the plain text says anything; many are a stub ("view this mail in your browser")."""
        root = self.listed.root
        if not self.lean or root is None or "TEXT" in fetched:
            return True
        leaves = [leaf for leaf in tree.leaves(root) if leaf.kind == "text/plain"]
        text = "\n".join(
            rebuild.text(leaf, fetched[leaf.number]) for leaf in leaves if leaf.number in fetched
        )
        return not _TAG.search(text[:2000]) and _has_words(text)

    @cached_property
    def _leaves(self) -> frozenset[str]:
        root = self.listed.root
        if root is None:
            return frozenset()
        wanted = tree.wanted(root)
        return wanted - tree.spare(root) if self.lean else wanted


def heading(listed: Listed, place: Place, labels: tuple[str, ...]) -> Message | Problem:
    """What the header alone tells."""
    return decide.heading(listed.header, place, listed.received_at, labels, listed.provider_thread)


def plan(
    listed: Listed, place: Place, labels: tuple[str, ...], head: Message | Problem,
    known: Collection[str], gate: Gate,
) -> Plan:  # fmt: skip
    """Fetches nothing of what is known, nor of what cannot be about a job search."""
    calendar = None if listed.root is None else tree.has_calendar(listed.root)
    item = decide.without_body(head, place, labels, known, gate, calendar=calendar)
    return Plan(listed, place, labels, item, item is None and is_lean(listed, head))


def past_the_gate(listed: Listed, place: Place, label: str) -> Plan:
    """Fetches the mail, whatever its header says."""
    labels = listed.labels or (label,)
    return Plan(listed, place, labels, None, is_lean(listed, heading(listed, place, labels)))


def is_lean(listed: Listed, head: Message | Problem) -> bool:
    """Whether the plain text is enough. A person's mail is read with its HTML, which knows best what is
    quoted; programs quote nobody."""
    if isinstance(head, Problem) or not (head.bulk or head.automatic):
        return False
    return listed.root is not None and bool(tree.spare(listed.root))


def _has_words(text: str) -> bool:
    """Whether there are enough words in it beside links."""
    told = " ".join(one for one in text.split() if "://" not in one and "www." not in one)
    return sum(1 for _ in islice(_WORD.finditer(told), ENOUGH_WORDS)) == ENOUGH_WORDS
