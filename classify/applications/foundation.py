"""What an application must have to stand, so that a choir, a newsletter or one's own employer is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.applications.houses import EXPLICIT
from classify.applications.phrases import phrases
from classify.applications.types import READ
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
    if any(_founding(letter) and not _among_colleagues(letter) for letter in letters):
        return True
    if any(map(_among_colleagues, letters)):
        return False
    theirs = [letter for letter in letters if letter.author is not Author.CANDIDATE]
    decided = any(letter.signals & DECIDING for letter in theirs)
    answered = 0 < len(theirs) < len(letters)
    if draft.role or draft.requisitions:
        through = answered and any(letter.agency for letter in theirs)
        return decided or through or any(map(_addressed, letters))
    if not draft.companies or not (answered or decided):
        return False
    plain = [f"{letter.subject}\n{letter.mentions[:READ]}" for letter in theirs]
    if any(same_company(name, draft.company) >= KIN for text in plain for name in _employers(text)):
        return True
    if not answered or not any(map(_addressed, letters)):
        return False
    return len({word for text in plain for word in _hiring().findall(fold(text))}) >= 2


def _founding(letter: Letter) -> bool:
    return bool(letter.signals & FOUNDING) or _tracked(letter)


def _among_colleagues(letter: Letter) -> bool:
    if "application_received" in letter.signals or _tracked(letter):
        return False
    return _says(letter, "hiring")


def _addressed(letter: Letter) -> bool:
    """Whether a letter speaks to, or as, the one who applies."""
    return _says(letter, "mine" if letter.author is Author.CANDIDATE else "yours")


def _says(letter: Letter, kind: str) -> bool:
    return kind in phrases(letter.subject) or kind in phrases(letter.mentions)


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


@cache
def _hiring() -> re.Pattern[str]:
    """Any word of hiring, folded, as a whole word."""
    words = tomllib.loads((_DATA / "foundation.toml").read_text(encoding="utf-8"))["words"]
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(word)) for word in words) + r")(?!\w)")
