"""Mail that the gate left out and that turns out to be tied to the job search is fetched and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classify.relevance.tied import to_read
from ingest.types import Problem, RawMail
from store.intake import Intake, ReadMessage
from tealeaves.pipeline.recall import in_parts, mails_at
from tealeaves.pipeline.settle import recorded

if TYPE_CHECKING:
    from datetime import datetime

    from store.store import Store
    from tealeaves.pipeline.reader import Reader
    from tealeaves.pipeline.recall import Recall


def read_tied(
    store: Store, candidate: int, recall: Recall, reader: Reader, now: datetime
) -> tuple[int, tuple[Problem, ...]]:
    """Reads until nothing unread is tied to the job search any longer. Returns how many were read, and what
    could not be and was not known of. Raises StoreError, and SourceError where the account cannot be
    reached."""
    tried: set[str] = set()
    read = 0
    problems: list[Problem] = []
    while keys := to_read(store.every_fact(candidate), store.verdicts(candidate)) - tried:
        tried |= keys
        places = store.left_out(candidate, keys)
        for part in in_parts(mails_at(recall, places)):
            mails = [item for _, item in part if isinstance(item, RawMail)]
            problems += [item for _, item in part if isinstance(item, Problem)]
            answers = list(reader.read(mails))
            problems += [one for one in answers if isinstance(one, Problem)]
            messages = tuple(one for one in answers if isinstance(one, ReadMessage))
            problems += [problem for one in messages for problem in one.message.problems]
            if messages:
                store.commit(candidate, Intake("settle", "", "", messages=messages), now)
            read += len(messages)
    return read, recorded(store, candidate, tuple(problems), now)
