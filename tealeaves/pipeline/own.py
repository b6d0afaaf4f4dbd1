"""What reading goes by that is the person's own: their phrases, and what they taught the second reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.applications.types import Verdict
    from classify.model.taught import Lesson
    from classify.signals.bank import Bank
    from store.store import Store


def own(store: Store, candidate: int, bank: Bank | None) -> Bank | None:
    """The person's bank with what they taught so far; the same bank where that is nothing. Raises StoreError.

    Most people have said nothing, and most runs read nothing: nothing is learned here, but when it is needed.
    """
    said = [one for one in store.verdicts(candidate) if one.kind == "signal" and one.words]
    if not said:
        return bank
    from classify.model.taught import taught
    from classify.signals.rules import Bank

    pages = store.texts(candidate, keys={one.key for one in said})
    texts = {key: (author, text) for page in pages for key, author, text in page}
    known = taught(_lesson(one, *texts[one.key]) for one in said if one.key in texts)
    if known is None:
        return bank
    plain = bank or Bank((), "")
    return replace(plain, fingerprint=f"{plain.fingerprint} {known.fingerprint}", taught=known)


def _lesson(said: Verdict, author: str, text: str) -> Lesson:
    from classify.model.taught import Lesson
    from classify.types import Author

    speaker, shows = Author(author).speaker, said.value.startswith("+")
    return Lesson(said.value[1:], speaker, shows, said.words, text)
