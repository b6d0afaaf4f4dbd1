"""What an application must have to stand, so that a choir, a newsletter or one's own employer is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.applications.houses import EXPLICIT
from classify.names.fold import fold
from classify.names.forms import found
from classify.names.same import KIN, same_company
from classify.senders import kind
from classify.types import Author

if TYPE_CHECKING:
    from classify.applications.draft import Draft
    from classify.applications.types import Letter

FOUNDING = frozenset({"application_received", "application_sent", "recruiter_outreach", "assessment_request"})
DECIDING = frozenset({"interview_invitation", "rejection", "offer"})
_DATA = Path(__file__).parent.parent / "data"
_READ = 4_000  # characters of a letter that are looked through


def stands(draft: Draft, letters: Iterable[Letter]) -> bool:
    """Whether letters that were put together make an application of the candidate's own.

    They do where somebody applied, approached, acknowledged or set a test, and where a tracking system writes
    for a named company. Otherwise somebody must speak to or as the one who applies ("your application", "my
    CV"), decide, or talk with an agency, about a named role or requisition; or about a named company, in an
    employer's words ("your application to Acme") or in both directions with two words of hiring. Where
    letters speak as one of those who hire does to another ("sit on the panel with you"), the house is where
    the candidate works, and only the first will do, in a letter that does not speak so.
    """
    letters = list(letters)
    texts = {letter.key: fold(f"{letter.subject}\n{letter.mentions[:_READ]}") for letter in letters}
    colleagues = {letter.key for letter in letters if _among_colleagues(letter, texts[letter.key])}
    if any(letter.key not in colleagues and _founding(letter) for letter in letters):
        return True
    if colleagues:
        return False
    theirs = [letter for letter in letters if letter.author is not Author.CANDIDATE]
    addressed = any(_addressed(letter, texts[letter.key]) for letter in letters)
    decided = any(letter.signals & DECIDING for letter in theirs)
    answered = 0 < len(theirs) < len(letters)
    if draft.role or draft.requisitions:
        return addressed or decided or (answered and any(letter.agency for letter in theirs))
    if not draft.companies or not (answered or decided):
        return False
    plain = [f"{letter.subject}\n{letter.mentions[:_READ]}" for letter in theirs]
    if any(same_company(name, draft.company) >= KIN for text in plain for name in _employers(text)):
        return True
    said = {word for letter in theirs for word in _any_of("words").findall(texts[letter.key])}
    return answered and addressed and len(said) >= 2


def _founding(letter: Letter) -> bool:
    return bool(letter.signals & FOUNDING) or _tracked(letter)


def _among_colleagues(letter: Letter, text: str) -> bool:
    if "application_received" in letter.signals or _tracked(letter):
        return False
    return _any_of("hiring").search(text) is not None


def _addressed(letter: Letter, text: str) -> bool:
    """Whether a letter speaks to, or as, the one who applies."""
    own = letter.author is Author.CANDIDATE
    return _any_of("mine" if own else "yours").search(text) is not None


def _tracked(letter: Letter) -> bool:
    """Whether a tracking system writes, and names the company for which it does."""
    return (
        letter.author is Author.SYSTEM
        and letter.sender is not None
        and kind(letter.sender.domain) == "ats"
        and letter.company is not None
        and letter.company.basis in EXPLICIT
    )


def _employers(text: str) -> Iterable[str]:
    return found("company", text, "company", "direct")


@lru_cache(maxsize=4)
def _any_of(kind: str) -> re.Pattern[str]:
    """Any of the phrases of one kind, folded, as whole words."""
    table = tomllib.loads((_DATA / "foundation.toml").read_text(encoding="utf-8"))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(word)) for word in table[kind]) + r")(?!\w)")
