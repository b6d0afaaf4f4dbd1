"""`tealeaves doctor`: is everything in order?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from tealeaves import config
from tealeaves.cli.session import as_json, clock


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Connect to no server.")
@as_json
@click.pass_context
def command(ctx: click.Context, offline: bool, json_: bool) -> int:
    """Say whether everything is in order, a line for each thing, and what to do where it is not.

    Looks at the configuration, secrets, connections, disk, database, clock, rules, recent problems, backups,
    the timer and versions, and changes nothing. Neither a secret nor an address of mail is printed, so it can
    be shown to others as it is. The exit code is 0 where nothing is wrong (there may be warnings), 4 where a
    sign-in is needed, else 1.

    \b
    Examples:
      tealeaves doctor
      tealeaves doctor --offline
      tealeaves doctor --json > report.json
    """
    from tealeaves.doctor.examine import examine, exit_code
    from tealeaves.doctor.report import COLOURS, for_others, lines, summary
    from tealeaves.logs.redaction import of_this_run

    environment = config.read_environment()
    path = config.find(ctx.obj["config"], environment)
    redact, home = of_this_run(), Path.home()
    found = []
    for finding in examine(path, environment, clock(), is_offline=offline):
        found.append(for_others(finding, redact, home))
        if not json_:
            for line in lines(found[-1:], lambda mark, state: click.style(mark, fg=COLOURS[state])):
                click.echo(line)
    if json_:
        told = {"exit_code": exit_code(found), "findings": [one.as_dict() for one in found]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(summary(found))
    return exit_code(found)
