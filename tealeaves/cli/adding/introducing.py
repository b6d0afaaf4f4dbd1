"""Who the person is, where mail is imported and no configuration says it yet."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import click

from reports.render.plain import plain
from tealeaves.cli.adding.dialogue import StoppedError, not_an_address
from tealeaves.cli.adding.drafting import Me, drafted, loaded, write
from tealeaves.errors import UsageError
from tealeaves.setup import system
from tealeaves.setup.likeliest import ENOUGH, likeliest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tealeaves.cli.adding.dialogue import Dialogue


def introduce(
    path: Path, given: Sequence[str], mail: Sequence[Path], environment: Mapping[str, str], dialogue: Dialogue
) -> str:
    """Writes a configuration at `path` where there is none, and the addresses that are `given` into one.

    Who is at a terminal is asked, and offered the address that stands on most of the `mail`. Without one, and
    with nothing given, nothing is done. Returns what was done, in a line. Raises UsageError.
    """
    for one in given:
        if why := _not_mine(one):
            raise UsageError(f'--me "{one}": {why}')
    addresses = list(dict.fromkeys(given))
    if loaded(path) is not None:
        draft = drafted(path, None, addresses, None)
        if draft.addresses:
            write(path, draft.text)
            return f"{', '.join(draft.addresses)}: among your addresses now, in {plain(str(path))}."
        return ""
    if not addresses and not dialogue.present:
        return ""
    address, called = likeliest(itertools.islice(_raws(mail), ENOUGH))
    name = called if address in addresses or not addresses else system.full_name()
    if not addresses:
        try:
            addresses = _asked(address, dialogue)
            name = dialogue.text("Your name", "--me", name or system.full_name(), lambda _: "")
        except click.Abort:
            raise StoppedError("stopped; nothing was read or written") from None
    me = Me(name, system.timezone(environment))
    write(path, drafted(path, me, addresses, None).text)
    return f"Wrote {plain(str(path))}: {', '.join([*filter(None, [me.name]), *addresses])}; {me.timezone}."


def _asked(likely: str, dialogue: Dialogue) -> list[str]:
    """The person's addresses, one or more."""
    dialogue.tell("Which address is yours? What you wrote is told from what was written to you by it.")
    addresses = [dialogue.text("Your e-mail address", "--me", likely or None, _not_mine)]
    while more := dialogue.text("Another one of yours (Enter: none)", "--me", "", _not_mine_or_none):
        addresses.append(more)
    return list(dict.fromkeys(addresses))


def _not_mine(answer: str) -> str:
    """Why it is neither an address nor all those of a domain, "" if it is."""
    return not_an_address(f"all{answer}" if answer.startswith("@") else answer)


def _not_mine_or_none(answer: str) -> str:
    return _not_mine(answer) if answer else ""


def _raws(paths: Sequence[Path]) -> Iterator[bytes]:
    """The mails of the files, as far as their headers may reach."""
    from ingest.files.connector import Files
    from ingest.types import RawMail

    for batch in Files(tuple(paths)).changes({}):
        for item in batch.items:
            if isinstance(item, RawMail):
                yield item.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
