"""`tealeaves audit`: what did the gate and the relevance rule leave out?"""

from __future__ import annotations

import secrets
import sys

import click

from tealeaves.cli.session import as_json, clock, session
from tealeaves.errors import UsageError

SAMPLE = 60  # messages: no hit among so many of one stratum says that fewer than one in sixteen is missed
LOTS = 1_000_000  # seeds to choose from


@click.command("audit")
@click.argument("messages", metavar="[MESSAGE]...", nargs=-1)
@click.option(
    "--sample", type=click.IntRange(1), default=SAMPLE, show_default=True, help="How many messages to draw."
)
@click.option("--account", metavar="NAME", help="Of this account alone.")
@click.option("--since", metavar="TIME", help="Of this day or later alone.")
@click.option("--seed", type=click.IntRange(0), help="Draw as a run did that printed this number.")
@click.option("--bring-in", is_flag=True, help="Bring each MESSAGE in, and teach its sender.")
@click.option("--alone", is_flag=True, help="With --bring-in: the message alone; teach nothing.")
@click.option("--leave-out", is_flag=True, help="Each MESSAGE is not about your job search.")
@click.option("--undo", is_flag=True, help="Take back what you said of each MESSAGE, and what it taught.")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    messages: tuple[str, ...],
    sample: int,
    account: str | None,
    since: str | None,
    seed: int | None,
    bring_in: bool,
    alone: bool,
    leave_out: bool,
    undo: bool,
    json_: bool,
) -> int:
    """Look through a sample of the mail that was left out, and bring in what belongs.

    Half of it was left after a look at the header, half was read and found to be about something else. It
    is fetched again, read-only, ranked by how hiring-shaped it looks, and forgotten. One key judges each: y
    brings it in and takes in every mail of its sender from then on, and what was left out of it before. What
    you say is kept like any label; --undo takes it back.

    The estimate says how much of your job search is missed. It is good when the whole sample is judged: what
    is not counts as found and as not found. --json lists the sample and asks nothing; MESSAGE with --bring-in
    or --leave-out decides.

    \b
    Examples:
      tealeaves audit
      tealeaves audit --account personal --since 2026-09-01
      tealeaves audit --sample 120 --seed 48213
      tealeaves audit --json
      tealeaves audit '<note-17@acme.example>' --bring-in
    """
    verbs = [name for name, given in _verbs(bring_in, leave_out, undo) if given]
    if len(verbs) > 1 or (alone and not bring_in):
        raise UsageError("audit: one of --bring-in, --leave-out and --undo; --alone goes with --bring-in")
    if bool(messages) != bool(verbs):
        raise UsageError(
            "audit: MESSAGE goes with --bring-in, --leave-out or --undo, and each of them with it"
        )
    from tealeaves.cli.auditing.audit import Asked, audited, decided

    here, now = session(ctx), clock()
    if messages:
        return decided(here, messages, verbs[0], now, alone=alone, json_=json_)
    if not json_ and not sys.stdin.isatty():
        raise UsageError(
            "audit: asks on a terminal; without one, audit --json lists the sample, and audit MESSAGE "
            "--bring-in or --leave-out decides"
        )
    number = secrets.randbelow(LOTS) if seed is None else seed
    return audited(here, Asked(sample, account, since, number), now, json_=json_)


def _verbs(bring_in: bool, leave_out: bool, undo: bool) -> tuple[tuple[str, bool], ...]:
    return (("bring-in", bring_in), ("leave-out", leave_out), ("undo", undo))
