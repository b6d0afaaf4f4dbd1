"""Adding an account: who and where, what the provider demands, whether it works, and only then writing it."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ingest.errors import SourceError
from reports.render.plain import plain
from tealeaves import config, trying
from tealeaves.accounts import SECRETS, way_in
from tealeaves.cli.adding.added import Added
from tealeaves.cli.adding.dialogue import StoppedError
from tealeaves.cli.adding.drafting import Me, drafted, loaded, refuse_read_only, write
from tealeaves.cli.adding.finding import SECURITIES, USUAL_PORTS, address_of, found, not_a_port
from tealeaves.cli.adding.keeping import Kept, keep
from tealeaves.cli.adding.wishes import MAIL
from tealeaves.cli.session import Session, clock
from tealeaves.errors import UsageError
from tealeaves.setup import system
from tealeaves.setup.entry import free_name, same
from tealeaves.trying import Tried

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tealeaves.cli.adding.dialogue import Dialogue
    from tealeaves.cli.adding.drafting import Draft
    from tealeaves.cli.adding.wishes import Wishes
    from tealeaves.config import Config
    from tealeaves.setup.providers import Provider
    from tealeaves.signin.surroundings import Surroundings
    from tealeaves.tables import AccountTable

TYPED = "what was typed just now"
"""The variable in which a password is that nothing keeps yet: of the surroundings, never of a process."""


def add(path: Path, wishes: Wishes, dialogue: Dialogue, typed: str = "") -> Added:
    """Adds the account that is wished for; `typed` is a password that is tried before one is asked for.

    Nothing is written before the account has been tried, unless that is not wished for. Raises UsageError;
    SourceError where the sign-in fails and nobody is there to be asked again; StoppedError.
    """
    try:
        return _added(path, wishes, dialogue, typed)
    except (click.Abort, KeyboardInterrupt) as stop:
        if isinstance(stop, KeyboardInterrupt):  # in the middle of a line
            dialogue.tell()
        raise StoppedError("stopped; nothing was written") from None


def _added(path: Path, wishes: Wishes, dialogue: Dialogue, typed: str) -> Added:
    refuse_read_only(path)  # rather now than after all questions
    known = loaded(path)
    kind = wishes.kind or "imap"
    address = address_of(wishes, kind, known is not None, dialogue)
    me = who(wishes, dialogue) if known is None else None
    provider, keys = found(wishes, kind, address, dialogue)
    keys["kind"] = kind
    keys["name"] = name = _name(keys, provider, address, known)
    addresses = [address] if address and (kind in MAIL or known is None) else []
    with_keys = partial(drafted, path, me, addresses)
    first = with_keys(keys)
    _no_twin(first.account(name), known)
    typed = typed or _secret(first.account(name), wishes, dialogue)
    kept = Kept("")
    try:
        keys, typed, tried = _working(with_keys, keys, typed, wishes, dialogue)
        if typed:
            environment = config.read_environment()
            kept = keep(typed, name, path.absolute().parent, wishes.keep, dialogue, environment)
        draft = with_keys({**keys, **kept.keys})
        write(path, draft.text)
    except BaseException:
        kept.undo()
        _forget_tokens(first, name)  # of an account that there will not be
        raise
    account = draft.account(name)
    return Added(
        account, draft.config, draft.created, draft.addresses, kept.where, tried, provider, address, typed
    )


def _working(
    with_keys: Callable[[dict[str, Any]], Draft],
    keys: dict[str, Any],
    typed: str,
    wishes: Wishes,
    dialogue: Dialogue,
) -> tuple[dict[str, Any], str, Tried | None]:
    """The keys and the password with which the account can be read, and what of it. Raises as `add` does."""
    while wishes.test:
        draft = with_keys(keys)
        tried = _tried(draft, keys["name"], typed, wishes, dialogue)
        if tried.error is None:
            return keys, typed, tried
        if not dialogue.present:
            raise tried.error
        keys, typed = _changed(tried.error, draft.account(keys["name"]), keys, typed, dialogue)
    return keys, typed, None


def who(wishes: Wishes, dialogue: Dialogue) -> Me:
    """The person's name and time zone, where no configuration says them. Raises UsageError."""
    name = wishes.full_name
    if name is None:
        name = dialogue.text("Your name", "--full-name", system.full_name(), lambda _: "")
    zone = wishes.timezone or dialogue.text(
        "Your time zone", "--timezone", system.timezone(config.read_environment()), _not_a_zone
    )
    if why := _not_a_zone(zone):
        raise UsageError(f'--timezone "{zone}": {why}')
    return Me(" ".join(name.split()), zone)


def _not_a_zone(answer: str) -> str:
    return "" if system.is_zone(answer) else "that is no time zone, such as Europe/London"


def _name(keys: dict[str, Any], provider: Provider | None, address: str, known: Config | None) -> str:
    taken = [one.name for one in known.tables.accounts] if known is not None else []
    if wanted := keys.get("name"):
        if wanted.casefold() in (one.casefold() for one in taken):
            raise UsageError(f'--name "{wanted}": another account has that name')
        return str(wanted)
    base = provider.id if provider is not None else address.rpartition("@")[2].partition(".")[0]
    if keys["kind"] in ("caldav", "ics", "google-calendar"):
        base = f"{base}-calendar" if base else "calendar"
    return free_name(base.casefold() or keys["kind"], taken)


def _no_twin(account: AccountTable, known: Config | None) -> None:
    """Raises UsageError where another account reads the same."""
    for other in known.tables.accounts if known is not None else ():
        if same(account, other):
            raise UsageError(
                f"account {other.name} reads that already: tealeaves accounts test {other.name} tries it"
            )


def _secret(account: AccountTable, wishes: Wishes, dialogue: Dialogue) -> str:
    """The password, typed or from standard input; "" where it comes from somewhere else."""
    if way_in(account) not in SECRETS and wishes.from_stdin:
        raise UsageError("--password-stdin: nobody signs in to such an account with a password")
    if way_in(account) not in SECRETS or wishes.says_where_password:
        return ""
    if wishes.from_stdin:
        if sys.stdin.isatty():  # who types it is not to see it
            return dialogue.secret(_question(account))
        secret = sys.stdin.readline().rstrip("\r\n")
        if not secret:
            raise UsageError("--password-stdin: there is no password on standard input")
        return secret
    if dialogue.present:
        return dialogue.secret(_question(account))
    if not wishes.test or _in_keyring(account.name):
        return ""
    raise UsageError(
        "--password-stdin, --password-command, --password-env or --password-file: missing "
        f"(the password of {account.user or account.name})"
    )


def _question(account: AccountTable) -> str:
    return f"Password for {account.user or account.name} (not shown)"


def _in_keyring(name: str) -> bool:
    from tealeaves.signin import keychain

    try:
        return keychain.get(keychain.PASSWORDS, name) is not None
    except (keychain.NoKeyringError, SourceError):
        return False


def _tried(draft: Draft, name: str, typed: str, wishes: Wishes, dialogue: Dialogue) -> Tried:
    """Signs in and asks what a sync would read. A failure is in what is returned."""
    account = draft.account(name)
    around = _around(draft, {TYPED: typed})
    try:
        if way_in(account) not in (*SECRETS, ""):
            if not dialogue.present:
                raise UsageError(
                    "signing in with a browser or a code needs you at a terminal; or say --no-test, and "
                    f"run tealeaves accounts login {name} there later"
                )
            from tealeaves.signin.sign_in import log_in

            log_in(account, around, browser=wishes.browser, say=lambda line: dialogue.tell(line))
    except SourceError as error:
        return Tried(account, error=error)
    if account.server:
        dialogue.tell(f"Signing in at {plain(account.server)} …")
    if typed:
        nothing: dict[str, Any] = {"password_command": [], "password_file": ""}
        account = msgspec.structs.replace(account, password_env=TYPED, **nothing)
    return trying.tried(Session(draft.config), account, around)


def _around(draft: Draft, more: dict[str, str]) -> Surroundings:
    from tealeaves.signin.surroundings import surroundings

    return surroundings(draft.config, {**config.read_environment(), **more}, clock)


def _forget_tokens(draft: Draft, name: str) -> None:
    from tealeaves.signin.forgetting import forget

    if way_in(draft.account(name)) not in (*SECRETS, ""):
        forget(name, draft.account(name).token_file, _around(draft, {}))


def _changed(
    error: Exception, account: AccountTable, keys: dict[str, Any], typed: str, dialogue: Dialogue
) -> tuple[dict[str, Any], str]:
    """The account's keys and the password for the next attempt. Raises click.Abort where they give up."""
    dialogue.tell("", f"That did not work: {plain(str(error))}", "")
    choices = {}
    if typed:
        choices = {"p": "another password", "u": f"another user name than {account.user}"}
    if account.host:
        choices["s"] = f"another server than {account.host}, port {account.service_port}"
    choices |= {"t": "try the same again", "q": "stop; nothing was written"}
    key = dialogue.key("What now?", choices, "q")
    if key == "q":
        raise click.Abort
    if key == "p":
        return keys, dialogue.secret(_question(account))
    if key == "u":
        keys = {**keys, "user": dialogue.text("User name", "--user", account.user)}
        return keys, dialogue.secret(_question(msgspec.structs.replace(account, user=keys["user"])))
    if key == "s":
        keys = {**keys, "host": dialogue.text("Mail server", "--host", account.host)}
        if account.kind == "imap":
            keys["security"] = dialogue.text(
                "Security: tls or starttls", "--security", account.security,
                lambda said: "" if said in SECURITIES else "tls or starttls, please",
            )  # fmt: skip
            is_same = keys["security"] == account.security
            usual = account.service_port if is_same else USUAL_PORTS[keys["security"]]
            keys["port"] = int(dialogue.text("Port", "--port", str(usual), not_a_port))
    return keys, typed
