"""Whether a letter is about another opening than an application's: one consultant has many clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.applications.mentioned import mentions, mentions_role, mentions_short
from classify.applications.phrases import phrases
from classify.names.same import KIN, same_company, same_role
from classify.names.subject import is_reply
from classify.types import Author

if TYPE_CHECKING:
    from classify.applications.draft import Draft
    from classify.applications.types import Letter

ALIKE = 0.6  # from here two titles are one role


def begins(letter: Letter) -> bool:
    """Whether a letter answers none: what it is about it must say itself."""
    return not letter.in_reply_to and not letter.references


def another(letter: Letter, draft: Draft) -> bool:
    """Whether an agency's letter speaks of another opening than this application's.

    What tells is a title or a reference number that differs, or that an opening is offered; never a company
    alone, which a consultant names last. A subject of its own that names this client or title keeps the
    letter here; so does the text, unless it offers something ("unlike Acme, a client of mine looks for …").
    Of anybody else's letter only an offer of another title or number tells.
    """
    if letter.requisition in draft.requisitions:
        return False
    differs = number_differs(letter, draft) or _title_differs(letter, draft)
    if letter.agency is None and not differs:
        return False
    offered = offers(letter)
    if letter.agency is None and not offered:
        return False
    if not (differs or offered or "recruiter_outreach" in letter.signals):
        return False
    own = begins(letter) or not is_reply(letter.subject)
    if own and (_names(letter.subject, draft) or _titles(letter.subject, draft)):
        return False
    if offered and differs:
        return True
    here = _names(letter.mentions, draft) or _claims(letter, draft)
    return not here and (offered or not _titles(letter.mentions, draft))


def number_differs(letter: Letter, draft: Draft) -> bool:
    return (
        bool(draft.requisitions) and bool(letter.requisition) and letter.requisition not in draft.requisitions
    )


def offers(letter: Letter) -> bool:
    """Whether a received letter says that it offers something new ("a client of mine", "another role")."""
    return letter.author is not Author.CANDIDATE and (
        "offers" in phrases(letter.subject) or "offers" in phrases(letter.mentions)
    )


def goes_between(letter: Letter) -> bool:
    """Whether a person's letter speaks of an employer as agencies do ("my client")."""
    return letter.author is Author.PERSON and "between" in phrases(letter.mentions)


def best_role(role: str, draft: Draft) -> float:
    """How alike a title is to the application's: to any form of it that is one role with its name."""
    return max((_alike(role, name, draft) for name in draft.titled), default=same_role(role, ""))


def _alike(role: str, name: str, draft: Draft) -> float:
    forms = [form for form in draft.roles if same_role(form, name) >= ALIKE] or [name]
    alike = same_role(role, name)
    return alike if alike == 0.0 else max(alike, *(same_role(role, form) for form in forms))


def _names(text: str, draft: Draft) -> bool:
    return any(mentions(text, name) or mentions_short(text, name) for name in draft.called)


def _titles(text: str, draft: Draft) -> bool:
    return any(mentions_role(text, role) for role in draft.titled)


def _claims(letter: Letter, draft: Draft) -> bool:
    claim = letter.company
    return claim is not None and any(same_company(claim.value, name) >= KIN for name in draft.called)


def _title_differs(letter: Letter, draft: Draft) -> bool:
    """Whether the title is another role. In the candidate's text a title is their own as often as not."""
    if letter.role is None or not draft.role:
        return False
    if letter.author is Author.CANDIDATE and letter.role.basis != "subject":
        return False
    return best_role(letter.role.value, draft) < ALIKE
