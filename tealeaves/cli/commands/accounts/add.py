"""`tealeaves accounts add`: from an address to an account that works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tealeaves.cli.adding.wishes import Wishes
from tealeaves.cli.output import remark
from tealeaves.cli.session import as_json
from tealeaves.errors import DONE, PARTLY, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tealeaves.cli.adding.added import Added
    from tealeaves.cli.adding.dialogue import Dialogue

KINDS = ("imap", "gmail", "google-calendar", "caldav", "ics", "mbox", "maildir")
PATHS = ("path", "client_file", "ca_file", "password_file")


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.command("add", short_help="Connect a mailbox or a calendar.")
@click.argument("address", required=False)
@_options(
    click.option("--address", "given", metavar="ADDRESS", help="The same as ADDRESS."),
    click.option("--name", help="What commands call the account; default: after the provider."),
    click.option("--kind", type=click.Choice(KINDS), help="What it is; default: a mailbox, by IMAP."),
    click.option(
        "--provider", metavar="NAME", help="Who has the mail of your own domain: gmail, fastmail, …"
    ),
    click.option("--host", metavar="HOST", help="The server."),
    click.option(
        "--port", type=click.IntRange(1, 65535), metavar="N", help="Its port; 993 with tls, else 143."
    ),
    click.option("--security", type=click.Choice(["tls", "starttls", "none"]), help="Default: tls."),
    click.option("--ca-file", metavar="FILE", help="Trust the certificates in this file, and no others."),
    click.option("--user", metavar="USER", help="Who signs in; default: as the provider has it."),
    click.option(
        "--auth",
        type=click.Choice(["password", "google", "microsoft", "bearer"]),
        help="How; default: as the provider has it.",
    ),
    click.option("--client-id", metavar="ID", help="Your own OAuth client of Microsoft."),
    click.option("--client-file", metavar="FILE", help="Your own OAuth client of Google, its JSON."),
    click.option("--tenant", metavar="ID", help="Of Microsoft, where the client is for one organisation."),
    click.option("--oauth-authority", metavar="URL", help="Another authority than Microsoft's usual one."),
    click.option("--folder", "folders", multiple=True, metavar="FOLDER", help="Read this one; repeat it."),
    click.option("--calendar", "calendars", multiple=True, metavar="NAME", help="Read this one; repeat it."),
    click.option("--url", metavar="URL", help="Of a calendar: its server, or the feed itself."),
    click.option("--path", metavar="PATH", help="Of an mbox, a Maildir, or .ics files."),
    click.option("--password-command", metavar="COMMAND", help="What prints the password: 'pass show mail'."),
    click.option("--password-env", metavar="NAME", help="The environment variable that holds it."),
    click.option("--password-file", metavar="FILE", help="The file that holds it, readable by you alone."),
    click.option("--password-stdin", is_flag=True, help="Read it from standard input, and keep it."),
    click.option(
        "--keep",
        type=click.Choice(["keyring", "file"]),
        help="Where a typed password is kept: the keyring, or a file beside the configuration.",
    ),
    click.option("--full-name", metavar="NAME", help="Your name, for a new configuration."),
    click.option("--timezone", metavar="ZONE", help="Yours, for a new configuration; default: the system's."),
    click.option("--no-guess", is_flag=True, help="Do not look for the server of a domain of your own."),
    click.option("--no-browser", is_flag=True, help="Print Google's address instead of opening a browser."),
    click.option("--no-test", is_flag=True, help="Write it down without trying it."),
    click.option("--sync/--no-sync", default=None, help="Sync it at once, or not."),
    click.option("--yes", is_flag=True, help="Take each answer that would be offered."),
)
@as_json
@click.pass_context
def add(ctx: click.Context, /, **options: Any) -> int:
    """Connect a mailbox or a calendar: ADDRESS is enough to begin.

    Says what the provider demands, signs in, lists what a sync will read, keeps the password in the keyring,
    and writes the configuration; nothing is written before the sign-in worked. What is missing is asked for
    at a terminal, and an error without one. A password is never an argument.

    \b
    Examples:
      tealeaves accounts add
      tealeaves accounts add you@fastmail.com
      tealeaves accounts add you@example.org --provider fastmail
      pass show mail | tealeaves accounts add you@gmail.com --password-stdin
      tealeaves accounts add you@example.org --password-command 'pass show mail'
      tealeaves accounts add --kind caldav --url https://cloud.example.org/dav
      tealeaves accounts add --kind ics --url https://calendar.example.org/you.ics
      tealeaves accounts add --kind maildir --path ~/Mail
    """
    from tealeaves import config
    from tealeaves.cli.adding import first_sync
    from tealeaves.cli.adding.add import add as add_account
    from tealeaves.cli.adding.added import as_dict, lines
    from tealeaves.cli.adding.dialogue import dialogue

    json_ = options["json_"]
    there = dialogue(json=json_, brief=options["yes"])
    wishes = _wishes(options)
    path = config.find(ctx.obj["config"], config.read_environment())
    added = [add_account(path, wishes, there)]
    if not json_:
        _say(lines(added[0]))
        if calendar := _calendar(path, added[0], there):
            added.append(calendar)
            _say(lines(calendar))
    number = None
    if wishes.test and (json_ or (there.present and wishes.sync is None)):
        number = first_sync.waiting(added[0])
    wanted = wishes.sync
    if wanted is None:
        wanted = wishes.test and first_sync.is_wanted(added[0], number, there)
    is_whole = not any(one.tried.missing for one in added if one.tried is not None)
    code, synced = DONE if is_whole else PARTLY, None
    if wanted:
        code, synced = first_sync.sync(added, quiet=json_)
    if json_:
        told = {**as_dict(added[0]), "waiting": number, "sync": synced[0] if synced else None}
        click.echo(json.dumps(told, ensure_ascii=False))
    elif not wanted:
        remark("tealeaves sync brings in what is new.")
    return code


def _say(told: list[str]) -> None:
    for line in told:
        remark(line)


def _calendar(path: Path, added: Added, dialogue: Dialogue) -> Added | None:
    """The calendar at the same provider, where the person wants it read too."""
    from tealeaves.cli.adding.add import add as add_account
    from tealeaves.cli.adding.dialogue import StoppedError

    provider = added.provider
    if provider is None or added.account.kind != "imap" or not dialogue.present:
        return None
    if provider.calendar:
        dialogue.tell("", f"For its calendar: {provider.calendar}.")
    if not provider.caldav or not added.typed:
        return None
    dialogue.tell("", f"{provider.name} has a calendar too, which often takes the same password.")
    try:
        if not dialogue.yes("Read it?", offered=False):
            return None
    except click.Abort:
        raise StoppedError(f"stopped; the account {added.account.name} is there") from None
    place = "url" if "://" in provider.caldav else "host"
    user = added.address or added.account.user
    keys = {place: provider.caldav, "user": user, "name": f"{added.account.name}-calendar"}
    if added.account.ca_file:
        keys["ca_file"] = added.account.ca_file
    wishes = Wishes(added.address, "caldav", provider.id, keys=keys)
    try:
        return add_account(path, wishes, dialogue, added.typed)
    except StoppedError:
        dialogue.tell("The calendar is left out.")
        return None


def _wishes(options: dict[str, Any]) -> Wishes:
    if options["address"] and options["given"] and options["address"] != options["given"]:
        raise UsageError("--address: there is another address beside it")
    keys = {
        key: options[key]
        for key in ("name", "host", "port", "security", "ca_file", "user", "auth", "client_id", "client_file",
                    "tenant", "oauth_authority", "url", "path", "password_env", "password_file")
        if options[key]
    }  # fmt: skip
    keys |= {key: list(options[key]) for key in ("folders", "calendars") if options[key]}
    for key in PATHS:
        if key in keys:  # the configuration's own paths begin at its folder, not here
            keys[key] = str(Path(keys[key]).expanduser().absolute())
    if options["password_command"]:
        from tealeaves.cli.adding.keeping import shlex_split

        keys["password_command"] = shlex_split(options["password_command"])
    places = [one for one in ("command", "env", "file", "stdin") if options[f"password_{one}"]]
    if len(places) > 1:
        raise UsageError(f"--password-{places[1]}: --password-{places[0]} is there too: one place, please")
    if options["keep"] and places not in ([], ["stdin"]):
        raise UsageError(f"--keep: the password comes from --password-{places[0]}: there is nothing to keep")
    return Wishes(
        address=options["address"] or options["given"] or "",
        kind=options["kind"] or "",
        provider=options["provider"] or "",
        full_name=options["full_name"],
        timezone=options["timezone"] or "",
        keys=keys,
        from_stdin=options["password_stdin"],
        keep=options["keep"] or "",
        test=not options["no_test"],
        guess=not options["no_guess"],
        browser=not options["no_browser"],
        sync=options["sync"],
    )
