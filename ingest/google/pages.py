"""The pages of a list (https://developers.google.com/workspace/calendar/api/guides/pagination)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.errors import UnreachableError
from ingest.google.shapes import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.google.session import Answer, Session

MOST_PAGES = 20_000
_MOST_REPEATS = 20  # pages that lead back to one that was asked for: an empty page may name itself


def pages(session: Session, method: Callable[..., Any], **asked: Any) -> Iterator[Answer]:
    """The answers to the method of a list, page by page, empty ones too. Raises SourceError."""
    seen: set[str] = set()
    token, repeats = "", 0
    while len(seen) < MOST_PAGES and repeats <= _MOST_REPEATS:
        answer = session.ask(method(**asked, **({"pageToken": token} if token else {})))
        yield answer
        token = text(answer.get("nextPageToken"))
        if not token:
            return
        repeats += token in seen
        seen.add(token)
    raise UnreachableError("a list of Google's has no end; try again later")
