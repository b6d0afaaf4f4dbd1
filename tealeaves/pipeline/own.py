"""What reading goes by that is the person's own: their phrases, and what they taught the second reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from classify.signals.bank import Bank
    from store.store import Store


def own(store: Store, candidate: int, bank: Bank | None) -> Bank | None:
    """The person's bank with what they taught so far; the same bank where that is nothing. Raises StoreError.

    Most people have said nothing, and most runs read nothing: nothing is learned here, but when it is needed.
    """
    said = [one for one in store.verdicts(candidate) if one.kind == "signal" and one.words]
    if not said:
        return bank
    from classify.model.taught import Lesson, taught
    from classify.signals.rules import Bank
    from classify.types import Author, Speaker

    texts = {key: (author, text) for page in store.texts(candidate, keys={one.key for one in said})
             for key, author, text in page}  # fmt: skip
    known = taught(
        Lesson(
            signal=one.value[1:],
            speaker=Speaker.CANDIDATE if author == Author.CANDIDATE else Speaker.COMPANY,
            shows=one.value.startswith("+"),
            words=one.words,
            text=text,
        )
        for one in said
        if one.key in texts
        for author, text in [texts[one.key]]
    )
    if known is None:
        return bank
    plain = bank or Bank((), "")
    return replace(plain, fingerprint=f"{plain.fingerprint} {known.fingerprint}", taught=known)
