"""Somebody who applied for two jobs at one firm and for one at another; a letter may be of either job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.store import open_store
from tests.tealeaves import post
from tests.tealeaves.remarking import import_mails

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from store.said import Decision
    from store.store import Store
    from tests.tealeaves.person import Person

ENGINEER, ANALYST, ANSWERED, OWN, ASKED, MORE, ELSEWHERE, AFTER = range(1, 9)
AS_OF = ("--as-of", "2026-09-28")


def received(number: int, company: int, role: str) -> EmailMessage:
    """A tracking system acknowledges an application."""
    name, _ = post.COMPANIES[company]
    return post.mail(
        number,
        f"{name} <no-reply@greenhouse-mail.io>",
        f"Thank you for applying to {name} for {role}",
        f"Hi Robin,\n\nthank you for applying for the role of {role} at {name}. We have received your "
        "application and will be in touch.\n\nThe hiring team\n",
    )


def either(number: int, company: int) -> EmailMessage:
    """An invitation that names no role: it may be of any job there."""
    name, domain = post.COMPANIES[company]
    return post.mail(
        number,
        f'"Li Wang ({name})" <li.wang@{domain}>',
        f"Interview with {name}",
        f"Hi Robin,\n\nthank you for your application at {name}. We would like to invite you to an "
        f"interview. Could you send me your availability?\n\nLi Wang\nTalent Acquisition, {name}\n",
    )


def mails() -> list[EmailMessage]:
    return [
        received(ENGINEER, 0, "Data Engineer"),
        received(ANALYST, 0, "Product Designer"),
        post.answer(ANSWERED, 0, post.message_id(ENGINEER)),
        post.own(OWN, 0, post.message_id(ENGINEER)),
        either(ASKED, 0),
        either(MORE, 0),
        post.interview(ELSEWHERE, 1),
    ]


def bring_in(person: Person, folder: Path) -> None:
    person.write()
    import_mails(person, folder / "mail.mbox", mails())


def apps(person: Person) -> dict[str, str]:
    """What each application is called -> the numbers of its mails."""
    found = person.run("applications", "--all", "--json", *AS_OF).json()
    named = {f"{one['company']}, {one['role']}": _numbers(one["messages"]) for one in found}
    assert len(named) == len(found), found
    return dict(sorted(named.items(), key=lambda item: item[1]))


def _numbers(ids: list[str]) -> str:
    return " ".join(one.strip("<>").partition("@")[0] for one in ids)


def derived(store: Store) -> dict[str, Any]:
    """All that grouping made of the mail."""
    whole = store.dump(store.candidate("me"))
    return {name: whole[name] for name in ("applications", "memberships", "meetings", "questions")}


def state(person: Person) -> dict[str, Any]:
    with open_store(person.url, now=post.NOW) as store:
        return derived(store)


def decisions(person: Person) -> tuple[Decision, ...]:
    with open_store(person.url, now=post.NOW) as store:
        return store.decisions(store.candidate("me"))


def undo_of(printed: str) -> list[str]:
    """The arguments of the undo that was printed."""
    return printed.rpartition("Undo: tealeaves ")[2].split()
