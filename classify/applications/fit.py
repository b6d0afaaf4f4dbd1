"""How well a letter fits an application: a sum of plain reasons, or a veto."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from classify.applications.draft import AGAIN, OPENING, Draft
from classify.applications.houses import EXPLICIT, Houses, established
from classify.applications.labels import abridges
from classify.applications.mentioned import mentions, mentions_role, mentions_short
from classify.applications.numbers import distinctive
from classify.applications.openings import ALIKE, another, begins, best_role, number_differs, offers
from classify.names.domains import label, registrable
from classify.names.same import KIN, fits_label, same_company
from classify.names.subject import bare, is_reply
from classify.types import Author

if TYPE_CHECKING:
    from classify.applications.types import Letter

ENOUGH = 2.0  # the sum from which a letter belongs
CLEAR = 0.75  # how much better the best must be than the next, else the person is asked
OPEN_FIRST = 1.5  # by how much an application that has ended must be better than an open one
RECENT = timedelta(days=30)  # an application that was active lately is likelier


@dataclass(frozen=True, slots=True)
class Fit:
    score: float
    reason: str


def fit(letter: Letter, draft: Draft, known: Houses) -> Fit | None:
    """The sum of what speaks for this application, None where something rules it out.

    What rules out: another requisition, a name that is clearly another company's, another role that is no
    slip of the reader, and the same role applied for again long after a rejection.
    """
    if reopens(letter, draft) or (begins(letter) and another(letter, draft)):
        return None
    people = _correspondents(letter, draft, known)
    house, by_house = _company(letter, draft, known, people > 0)
    numbered = _requisition(letter, draft)
    if house is None and numbered and distinctive(letter.requisition):
        house = 0.0  # a portal writes in its own name, but no two houses have such a number
    if house is None or (house + people == 0 and not numbered):
        return None
    title = _role(letter, draft, known)
    if title is None:
        return None
    score = house + people + title + 5.0 * numbered
    if bare(letter.subject).casefold() in draft.subjects:
        score += 1.0
    if "application_received" in letter.signals - draft.signals:
        score += 1.0  # still unacknowledged
    score += max(0.0, 1.5 * (1 - (letter.at - draft.last) / RECENT))
    reason = "correspondent" if people > house else "company and role" if title >= 2.0 else by_house
    return Fit(score, reason)


def likeliest(ranked: list[tuple[Fit, Draft]]) -> list[tuple[Fit, Draft]]:
    """Of applications ranked by score the one that a letter belongs to, or the several that are as likely.

    Where an open one is nearly as good as one that has ended, those that have ended are out.
    """
    good = [pair for pair in ranked if pair[0].score >= ENOUGH]
    if not good:
        return []
    best = good[0][0].score
    near = [pair for pair in good if best - pair[0].score < OPEN_FIRST]
    alive = [pair for pair in near if pair[1].ended is None] or near
    return [pair for pair in alive if alive[0][0].score - pair[0].score < CLEAR]


def reopens(letter: Letter, draft: Draft) -> bool:
    """Whether the letter opens the same application anew, long enough after its end."""
    return draft.ended is not None and bool(letter.signals & OPENING) and letter.at - draft.ended > AGAIN


def departs(letter: Letter, draft: Draft, known: Houses, others: bool) -> bool:
    """Whether a letter in an application's thread is plainly about another one.

    Only what the letter says anew counts, not the old subject that a reply repeats. `others` tells that
    another application fits the names in the letter.
    """
    if reopens(letter, draft):
        return True
    anew = not is_reply(letter.subject)
    opening = bool(letter.signals & OPENING)
    numbered = bool(letter.requisition) and bool(draft.requisitions)
    if numbered and opening and letter.requisition not in draft.requisitions:
        return True
    role = letter.role if letter.role and (anew or letter.role.basis != "subject") else None
    changed = role is not None and bool(draft.role) and best_role(role.value, draft) < ALIKE
    company = letter.company if letter.company and (anew or letter.company.basis != "subject") else None
    if company and company.basis in EXPLICIT and draft.companies and not _own(letter, draft, known):
        away = all(same_company(company.value, name) == 0.0 for name in draft.named)
        if away and (letter.agency or draft.agency) and (changed or opening or others):
            return True
        if away and changed and opening:
            return True
    offered = offers(letter) and (anew or changed)
    if letter.agency and (offered or (anew and number_differs(letter, draft))) and another(letter, draft):
        return True
    return changed and (opening or others or (anew and established(known, letter)))


def _own(letter: Letter, draft: Draft, known: Houses) -> bool:
    """Whether the letter comes from the company's own domain."""
    return any(known.domain(a) and known.domain(a) in draft.domains for a in known.far(letter))


def _company(letter: Letter, draft: Draft, known: Houses, met: bool) -> tuple[float | None, str]:
    """For the company: up to 3, None where it is another one. `met` tells that one of its correspondents
    writes, who may shorten the name: both sides know it."""
    names = draft.named
    own = _own(letter, draft, known)
    best = 2.0 if own else 0.0
    claim = letter.company if letter.company and _speaks(letter, draft, known) else None
    if claim and names:
        alike = max(same_company(claim.value, name) for name in names)
        if alike >= 0.9:
            return 3.0, "company"
        if alike == KIN and not own:
            housed = any(known.domain(address) for address in known.far(letter))
            shortened = housed and not draft.domains
            titled = not housed and letter.role is not None and best_role(letter.role.value, draft) >= 0.9
            if letter.signals & OPENING or not (shortened or titled or met):
                return None, ""
            return 2.0 if met else 1.5, "company"
        if 0.0 < alike < 0.9:
            best = max(best, 1.5)
        elif claim.basis in EXPLICIT and draft.companies and not own and not _labelled(letter, draft, known):
            return None, ""
    if draft.companies and not own:
        best = max(best, _labelled(letter, draft, known))
    texts = (letter.mentions,) if is_reply(letter.subject) else (letter.subject, letter.mentions)
    if best < 2.0 and any(mentions(text, name) for name in draft.called for text in texts):
        best = 2.0
    if best < 1.5 and met and any(mentions_short(text, name) for name in draft.called for text in texts):
        best = 1.5
    return best, "company"


def _speaks(letter: Letter, draft: Draft, known: Houses) -> bool:
    """Whether the company that a letter claims is one: not one of the application's people, nor the domain of
    an agency or a service."""
    if letter.company is None or letter.company.value in draft.people:
        return False
    if letter.company.basis in EXPLICIT:
        return True
    return any(known.domain(a) for a in known.far(letter))


def _labelled(letter: Letter, draft: Draft, known: Houses) -> float:
    """For a domain of its own that writes the company's name."""
    best = 0.0
    for address in known.far(letter):
        base = known.domain(address)
        if base:
            alike = max((_fits(name, label(base)) for name in draft.named), default=0.0)
            best = max(best, 2.5 if alike == 1.0 else 1.5 if alike >= 0.6 and not draft.domains else 0.0)
    return best


@lru_cache(maxsize=65536)
def _fits(name: str, domain: str) -> float:
    """How well a name fits a label, which may leave out words of it ("mirrorfield-health" for "Mirrorfield
    Community Health Trust")."""
    return max(fits_label(name, domain), 0.6 if abridges(domain, name) else 0.0)


def _correspondents(letter: Letter, draft: Draft, known: Houses) -> float:
    """For an exact address 2, for the agency's domain 1.5."""
    best = 0.0
    for address in known.far(letter):
        if address.email in draft.addresses:
            return 2.0
        base = registrable(address.domain)
        if base in known.agencies and any(registrable(domain) == base for domain in draft.between):
            best = 1.5
    return best


def _role(letter: Letter, draft: Draft, known: Houses) -> float | None:
    """For the role: up to 3, None where it is another one. A title that a person's letter names once, and no
    other letter, may be a slip of the reader or somebody's job: it rules nothing out."""
    if letter.requisition and draft.requisitions:
        if letter.requisition in draft.requisitions:
            return 3.0
        if letter.signals & OPENING or letter.author is Author.SYSTEM:
            return None
    if letter.role is None:
        return 1.5 if any(mentions_role(letter.mentions, role) for role in draft.titled) else 0.0
    if not draft.role:
        return 0.5
    alike = best_role(letter.role.value, draft)
    if alike >= 0.9:
        return 3.0
    if alike >= ALIKE:
        twice = letter.signals & draft.signals & {"application_received", "application_sent"}
        return None if twice and established(known, letter) else 2.0
    if letter.signals & OPENING or letter.author is Author.SYSTEM or established(known, letter):
        return None
    return 0.0


def _requisition(letter: Letter, draft: Draft) -> bool:
    return bool(letter.requisition) and letter.requisition in draft.requisitions
