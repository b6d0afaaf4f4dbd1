"""`tealeaves search`: the stored messages by their words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tealeaves.cli.output import coloured, columns, is_quiet
from tealeaves.cli.reporting import fitting
from tealeaves.cli.session import Session, as_json, clock, session
from tealeaves.errors import UsageError

if TYPE_CHECKING:
    from store.search.query import Query
    from store.store import Store

LIMIT = 20

# "-word" is no option here: only --help asks for help, and what else begins with one dash is a word.
_SETTINGS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


@click.command("search", context_settings=_SETTINGS)
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--application", metavar="APPLICATION", help="Of this one: an id, or words of its title.")
@click.option("--company", metavar="NAME", help="Of this company or agency.")
@click.option("--signal", metavar="SIGNAL", help="That show this signal, as you corrected it.")
@click.option("--from", "sender", metavar="ADDRESS|NAME", help="Written by this sender.")
@click.option("--since", metavar="TIME", help="From this day or time on.")
@click.option("--until", metavar="TIME", help="Up to this day or time.")
@click.option("--sent/--received", "sent", default=None, help="That you wrote, or that others wrote.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=LIMIT, help=f"At most so many; {LIMIT}.")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    words: tuple[str, ...],
    application: str | None,
    company: str | None,
    signal: str | None,
    sender: str | None,
    since: str | None,
    until: str | None,
    sent: bool | None,
    limit: int,
    json_: bool,
) -> None:
    """Find stored messages by their WORDS: subject, text, quoted text, sender, attachments' names, invites.

    All of the words, whole and in any order; case and accents make no difference. "in quotes" these words in
    this order, inter* whatever begins so, offer OR contract either, -newsletter none with it. Without WORDS
    the options alone say which, the latest first. Mail that left no words behind is not found.

    \b
    Examples:
      tealeaves search notice period
      tealeaves search "notice period" -newsletter
      tealeaves search 'salar* OR compensation' --company harbor
      tealeaves search --signal offer --since 2026-09-01
      tealeaves search --from jane@acme.example --json
    """
    from store.search.query import joined, parsed
    from store.search.types import Within

    unknown = next((word for word in words if word.startswith("--")), None)
    if unknown is not None:
        raise UsageError(f"search: no option {unknown}; tealeaves search --help lists them")
    query = parsed(joined(words))
    if words and not query:
        raise UsageError(f'search: no word to look for in "{" ".join(words)}"')
    here = session(ctx)
    first, last = here.since(since) if since else None, here.until(until) if until else None
    if first and last and last < first:
        raise UsageError(f"search: --since {since} is after --until {until}")
    with here.open(clock()) as (store, candidate):
        within = Within(
            applications=_applications(store, candidate, application) if application else None,
            company=_query("--company", company),
            signal=_signal(here, signal) if signal else "",
            sender=_query("--from", sender),
            since=first,
            until=last,
            sent=sent,
        )
        _bring_up(store, candidate)
        found = store.search(candidate, query, within, limit)
        if json_:
            from reports.render.found_json import found_json

            click.echo(found_json(found, query))
            return
        from reports.render.found_lines import beginnings, found_lines

        known = dict(store.called(candidate)) if found.hits else {}
    begin = beginnings((one.message_id for one in found.hits), known.values())
    ids = {one.key: begin[one.message_id] for one in found.hits}
    click.echo(found_lines(found, query, ids, here.person, coloured(), columns()).rstrip())


def _query(option: str, text: str | None) -> Query:
    from store.search.query import parsed

    query = parsed(text or "")
    if text is not None and not query:
        raise UsageError(f'search: no word to look for in {option} "{text}"')
    return query


def _applications(store: Store, candidate: int, given: str) -> frozenset[str]:
    """Every application that is meant: to look through two at once does no harm."""
    from reports.render.names import title_of

    fits = fitting(((one.id, title_of(one)) for one in store.titles(candidate)), given)
    if not fits:
        raise UsageError(f'no application "{given}": tealeaves applications --all lists them')
    return fits


def _signal(here: Session, given: str) -> str:
    import difflib

    from tealeaves.pipeline.labels import speakers

    known = speakers(here.bank)
    if given in known:
        return given
    near = difflib.get_close_matches(given, list(known), n=1, cutoff=0.5)
    raise UsageError(f'no signal "{given}"' + (f'; did you mean "{near[0]}"?' if near else ""))


def _bring_up(store: Store, candidate: int) -> None:
    """Brings the index up to what is stored; what takes long shows a bar on a terminal."""
    parts = store.index(candidate)
    done, total = next(parts, (0, 0))
    if done == total or is_quiet() or not sys.stderr.isatty():
        for _ in parts:
            pass
        return
    with click.progressbar(length=total, label="reading the words", file=sys.stderr) as bar:
        bar.update(done)
        for now, _ in parts:
            bar.update(now - done)
            done = now
