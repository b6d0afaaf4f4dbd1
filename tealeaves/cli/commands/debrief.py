"""`tealeaves debrief`: note what only you saw in an interview."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.session import as_json, as_of, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

YES_NO = ("yes", "no", "skip")
SCALE = ("1", "2", "3", "4", "5", "skip")
QUESTIONS = {
    "body_language": "Their body language was open.",
    "attention": "They listened closely.",
    "personal_interest": "They wanted to know you as a person.",
    "next_steps": "They went through the next steps.",
    "introductions": "They introduced you to others.",
    "pay": "You talked about pay.",
    "ran_over": "It ran longer than booked.",
    "overall": "How it went, 1 (badly) to 5 (very well).",
}
"""As reports/debrief.toml has them, which --help need not read."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for key, says in reversed(QUESTIONS.items()):
        answers = SCALE if key == "overall" else YES_NO
        option = click.option(f"--{key.replace('_', '-')}", type=click.Choice(answers), help=says)
        command = option(command)
    return command


@click.command("debrief")
@click.argument("application")
@click.option(
    "--interview",
    metavar="UID|DATE",
    help="Which one; by default the last that was held and has no debrief, else the last.",
)
@_options
@click.option("--note", default="", metavar="TEXT", help="Anything else, in your own words.")
@click.option("--undo", is_flag=True, help="Take back the last debrief of it.")
@as_json
@as_of
@click.pass_context
def command(
    ctx: click.Context,
    /,
    application: str,
    interview: str | None,
    note: str,
    undo: bool,
    json_: bool,
    as_of: str | None,
    **given: str | None,
) -> None:
    """Note what only you saw in an interview of APPLICATION: eight short questions, one key each.

    What is answered by an option is not asked; with options and no terminal nothing is. Each good answer
    counts a little towards the score, as your own note; none takes anything away. Saying it again for the
    same interview replaces what you said. --json alone lists your debriefs.

    \b
    Examples:
      tealeaves debrief kestrel
      tealeaves debrief kestrel --next-steps yes --overall 4 --note "asked when I could start"
    """
    from reports.remarks.debrief import debriefs
    from tealeaves.cli.saying.debriefing import asked, lines_of, listed, taken_back
    from tealeaves.cli.saying.said import card_again, card_named, tell
    from tealeaves.pipeline.met import met
    from tealeaves.pipeline.remarks import note_debrief, take_back_debrief

    answers = {key: answer for key, answer in given.items() if answer is not None}
    said = bool(answers) or bool(note.strip())
    asks = not json_ and sys.stdin.isatty()
    if undo and said:
        raise UsageError("debrief: --undo takes no answers")
    if not (undo or said or asks or json_):
        raise UsageError(
            "debrief: it asks on a terminal; without one, options answer, such as --overall 4 (see --help)"
        )
    here = session(ctx)
    now = here.now(as_of)
    with here.open(now) as (store, candidate):
        before = card_named(here, store, candidate, application, now)
        if json_ and not (undo or said):
            tell([], listed(before, debriefs(before.history)), json_=True)
            return
        if undo:
            which = met(before, interview, here.person, now) if interview else None
            gone = take_back_debrief(store, candidate, before, which, now)
            card = card_again(here, store, candidate, before)
            tell(taken_back(card, gone), listed(card, [gone]), json_=json_)
            return
        which = met(before, interview, here.person, now)
        if asks:
            answers = asked(before, which, here.person, answers)
        answers = {key: answer for key, answer in answers.items() if answer != "skip"}
        if not (answers or note.strip()):
            tell(["Nothing noted."], listed(before, []), json_=json_)
            return
        note_debrief(store, candidate, before, which, answers, note.strip(), now)
        card = card_again(here, store, candidate, before)
    new = [one for one in debriefs(card.history) if one.interview == (which.uid, which.met_at)]
    tell(lines_of(before, card, new), listed(card, new), json_=json_)
