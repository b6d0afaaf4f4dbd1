"""What a command needs to begin: its session, and the options that many share."""

from __future__ import annotations

import click

from tealeaves import config
from tealeaves.session import CANDIDATE as CANDIDATE
from tealeaves.session import Session as Session
from tealeaves.session import clock as clock

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON.")
as_of = click.option("--as-of", metavar="TIME", help="As if it were this day or time (ISO 8601).")


def session(ctx: click.Context) -> Session:
    """The session of this command line. Raises UsageError where the configuration is missing or wrong."""
    environment = config.read_environment()
    return Session(config.load(config.find(ctx.obj["config"], environment), environment))


def processors() -> int:
    """How many processors this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
