"""Somebody with two applications at two firms, an interview held at the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.store import open_store
from tests.tealeaves import post

if TYPE_CHECKING:
    from pathlib import Path

    from classify.applications.types import Verdict
    from tests.tealeaves.person import Person

INVITED, ANSWERED, OWN, ELSEWHERE, LATER = range(1, 6)
UID = f"meeting-{INVITED}@harborvine.example"
DAY = "2026-08-11"  # of the interview, which begins at 18:00 UTC
AS_OF = ("--as-of", "2026-09-28")
CLOSED = "Harbor & Vine, Data Engineer: closed as no answer. Undo: tealeaves applications reopen "


def bring_in(person: Person, folder: Path) -> None:
    """The configuration, and the mail."""
    person.write()
    first = post.message_id(INVITED)
    mails = [
        post.invite(INVITED, 0),
        post.answer(ANSWERED, 0, first),
        post.own(OWN, 0, first),
        post.interview(ELSEWHERE, 1),
    ]
    import_mails(person, folder / "mail.mbox", mails)


def import_mails(person: Person, box: Path, mails: list[Any]) -> None:
    box.write_bytes(b"".join(post.boxed(one.as_bytes()) for one in mails))
    assert person.run("import", box).code == 0


def verdicts(person: Person) -> tuple[Verdict, ...]:
    with open_store(person.url, now=post.NOW) as store:
        return store.verdicts(store.candidate("me"))


def application(person: Person, company: str = "Harbor & Vine", *more: str) -> dict[str, Any]:
    """As `applications --json` has it at AS_OF."""
    found = person.run("applications", "--all", "--json", *(more or AS_OF)).json()
    (one,) = (one for one in found if one["company"] == company)
    return dict(one)


def line(person: Person, *arguments: str) -> str:
    """The one line that a command prints which went well."""
    said = person.run(*arguments, *AS_OF)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("\n")
    return said.out.rstrip("\n")


def refused(person: Person, *arguments: str) -> str:
    """The one line in which a command says that it was used wrongly."""
    said = person.run(*arguments, *AS_OF)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    return said.err.rstrip("\n")
