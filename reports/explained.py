"""One message with all that is known of it: why it was read so, where it belongs, what the person said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.applications.types import Verdict
    from classify.explanation import Explanation
    from ingest.types import Message
    from store.history import OpenQuestion

_WHY = {
    "thread": "it answers mail of that application",
    "invite": "it carries an invite of that application's",
    "company and role": "it names the company and the role",
    "company": "it is from, or about, the company",
    "correspondent": "it is from, or to, somebody who writes there",
    "said": "you said so",
    "first": "it is the first that was heard of it",
}


@dataclass(frozen=True, slots=True)
class Home:
    """The application that a message belongs to."""

    id: str
    name: str  # "Company, role"
    reason: str  # as grouping has it: "thread", "invite", …

    @property
    def why(self) -> str:
        """The reason as a person would say it."""
        return _WHY.get(self.reason, self.reason)


@dataclass(frozen=True, slots=True)
class Explained:
    message: Message
    explanation: Explanation
    stored: bool  # False of a mail that is only looked at
    home: Home | None  # None where it belongs to no application
    question: OpenQuestion | None  # what the person is asked about it
    said: tuple[Verdict, ...]  # by the person, of this message
