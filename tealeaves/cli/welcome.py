"""What somebody is told who has no configuration yet and names no command."""

from __future__ import annotations

from tealeaves import config

WELCOME = """\
tealeaves reads your recruiter mail and your calendar, on this machine alone,
and tells where each application stands, why, and how fast each company answers.

Three ways to start:

  tealeaves demo                   a sample search; nothing of yours is touched
  tealeaves import ~/takeout.mbox  a mailbox export, read once
  tealeaves accounts add           your mailbox, read-only; takes five minutes

There is no configuration yet; the last two write
{path}
tealeaves --help lists all commands."""


def welcome(given: str | None) -> str:
    """The first words, or "" where there is a configuration. `given` is what --config names."""
    path = config.find(given, config.read_environment())
    return "" if path.exists() else WELCOME.format(path=path)
