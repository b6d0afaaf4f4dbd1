"""Where an account's mail or calendar is: told, recognised by the address, guessed, or asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tealeaves.cli.adding.dialogue import not_an_address
from tealeaves.cli.adding.wishes import FILES, MAIL
from tealeaves.errors import UsageError
from tealeaves.setup import guess, providers

if TYPE_CHECKING:
    from tealeaves.cli.adding.dialogue import Dialogue
    from tealeaves.cli.adding.wishes import Wishes
    from tealeaves.setup.providers import Provider

COLUMN = 38  # characters
SECURITIES = {"tls": "encrypted from the first word", "starttls": "encrypted after STARTTLS"}
USUAL_PORTS = {"tls": 993, "starttls": 143}
WIDEST = 78  # characters


def found(
    wishes: Wishes, kind: str, address: str, dialogue: Dialogue
) -> tuple[Provider | None, dict[str, Any]]:
    """The provider, where it is one that is known, and what the account's table says of where to look.

    Raises UsageError where something is missing.
    """
    told = dict(wishes.keys)
    if kind == "imap":
        return _mailbox(wishes, told, address, dialogue)
    if kind in ("gmail", "google-calendar"):
        told["client_file"] = told.get("client_file") or _client_file(dialogue)
        if address:
            told.setdefault("user", address)
        return None, told
    if kind == "caldav":
        return _calendar(wishes, told, address, dialogue)
    if kind == "ics" and not told.get("path"):
        told.setdefault("url", "")
        told["url"] = told["url"] or dialogue.text("Address of the calendar (https://…)", "--url")
    elif kind in FILES and not told.get("path"):
        told["path"] = _absolute(dialogue.text(f"Path of the {kind}", "--path", wrong=_not_there))
    return None, told


def named(name: str) -> Provider:
    """The provider of that name. Raises UsageError."""
    import difflib

    known = {one.id: one for one in providers.known()}
    if name.casefold() not in known:
        near = difflib.get_close_matches(name.casefold(), known, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known)}"
        raise UsageError(f'--provider "{name}": {hint}')
    return known[name.casefold()]


def _mailbox(
    wishes: Wishes, told: dict[str, Any], address: str, dialogue: Dialogue
) -> tuple[Provider | None, dict[str, Any]]:
    provider = _provider(wishes, told, address, dialogue)
    if provider is not None and not told.get("host"):
        told["host"] = provider.host
        told.setdefault("port", provider.port)
        told.setdefault("security", provider.security)
    elif not told.get("host"):
        _server(told, dialogue)
    if provider is not None:
        told.setdefault("auth", provider.auth)
    if not told.get("user"):
        known = provider.user_of(address) if provider is not None else address
        told["user"] = known or dialogue.text("User name there", "--user")
    if provider is not None and provider.certificate and not told.get("ca_file"):
        told["ca_file"] = _absolute(
            dialogue.text("File of the certificate that it exported", "--ca-file", wrong=_not_there)
        )
    if told.get("auth") == "microsoft" and not told.get("client_id"):
        _explain(provider, dialogue)
        told["client_id"] = dialogue.text("Application (client) ID", "--client-id")
    elif told.get("auth") == "google" and not told.get("client_file"):
        told["client_file"] = _client_file(dialogue)
    else:
        _explain(provider, dialogue)
    return provider, told


def _provider(wishes: Wishes, told: dict[str, Any], address: str, dialogue: Dialogue) -> Provider | None:
    """Who has the mail; None for a server of nobody's, told["host"] among it where it was found."""
    if wishes.provider:
        return named(wishes.provider)
    if told.get("host"):
        return providers.at(told["host"])
    if known := providers.recognised(address):
        return known
    domain = address.rpartition("@")[2]
    if not dialogue.present or dialogue.brief:
        if wishes.guess and wishes.test and (host := _guessed(domain, told, dialogue)):
            told["host"] = host
            return None
        if not dialogue.present:
            raise UsageError(f"--provider or --host: missing ({domain} is not a domain of a provider's own)")
    return _chosen(domain, wishes, told, dialogue)


def _chosen(domain: str, wishes: Wishes, told: dict[str, Any], dialogue: Dialogue) -> Provider | None:
    """Asks who has the mail of somebody's own domain."""
    hosts = providers.hosting()
    dialogue.tell("", f"Who looks after the mail of {domain}?")
    shown = [f"{number:>3}  {one.own_name or one.name}" for number, one in enumerate(hosts, 1)]
    half = (len(shown) + 1) // 2
    rest = [*shown[half:], ""]
    dialogue.tell(
        *(f"{left:<{COLUMN}}{right}".rstrip() for left, right in zip(shown[:half], rest, strict=False))
    )
    tries = " or ".join(guess.candidates(domain))
    offered = "s"
    if wishes.guess:
        dialogue.tell(f"  g  I don't know: try {tries}")
        offered = "g"
    dialogue.tell("  s  somebody else: I know the server")
    known = {str(number): one for number, one in enumerate(hosts, 1)}
    while True:
        answer = dialogue.text(
            "Number or letter", "--provider", offered,
            lambda said: "" if said in known or said in ("g", "s") else "one of the above, please",
        )  # fmt: skip
        if answer in known:
            return known[answer]
        if answer == "g" and (host := _guessed(domain, told, dialogue)):
            told["host"] = host
        if answer == "s" or told.get("host"):
            return None
        dialogue.tell("  Neither of them. What does your provider's help page on IMAP say?")
        offered = "s"


def _guessed(domain: str, told: dict[str, Any], dialogue: Dialogue) -> str:
    """The server that answers by one of the usual names; "" where none does. Shows what is tried."""
    ca_file = told.get("ca_file", "")
    port = told.get("port") or guess.PORT
    for host, why in guess.tried(guess.candidates(domain), lambda one: guess.dial(one, port, ca_file)):
        dialogue.tell(f"  {host}, port {port}: {why or 'a mail server'}")
        if not why:
            return host
    return ""


def _server(told: dict[str, Any], dialogue: Dialogue) -> None:
    told["host"] = dialogue.text("Mail server (IMAP)", "--host", wrong=_not_a_host)
    if "security" not in told:
        told["security"] = dialogue.text(
            "Security: tls or starttls", "--security", "tls",
            lambda said: "" if said in SECURITIES else "tls or starttls, please",
        )  # fmt: skip
    if "port" not in told:
        usual = USUAL_PORTS.get(told["security"], 143)
        told["port"] = int(dialogue.text("Port", "--port", str(usual), not_a_port))


def _calendar(
    wishes: Wishes, told: dict[str, Any], address: str, dialogue: Dialogue
) -> tuple[Provider | None, dict[str, Any]]:
    provider = named(wishes.provider) if wishes.provider else providers.recognised(address)
    if not told.get("url") and not told.get("host"):
        known = provider.caldav if provider is not None else ""
        if not known:
            known = dialogue.text("Address of the calendar's server (https://… or its name)", "--url")
        told["url" if "://" in known else "host"] = known
    if not told.get("user") and told.get("auth") != "bearer":
        told["user"] = dialogue.text("User name there", "--user", address or None)
    return provider, told


def _explain(provider: Provider | None, dialogue: Dialogue) -> None:
    """What the provider demands, before anything is typed."""
    if provider is None:
        return
    dialogue.tell("", f"{provider.name}: {provider.host}")
    dialogue.tell(*_wrapped(provider.demand))
    if provider.make:
        dialogue.tell(f"  {provider.make}")


def _wrapped(text: str) -> list[str]:
    import shutil
    import textwrap

    width = min(shutil.get_terminal_size().columns, WIDEST)
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")


def _client_file(dialogue: Dialogue) -> str:
    dialogue.tell(
        "", "Google lets programs in with a client of your own, made once in ten minutes: docs/google.md."
    )
    return _absolute(dialogue.text("Its JSON file", "--client-file", wrong=_not_there))


def _absolute(path: str) -> str:
    """The path of what was named here: the configuration's own paths begin at its folder."""
    return str(Path(path).expanduser().absolute())


def _not_there(answer: str) -> str:
    return "" if answer and Path(_absolute(answer)).exists() else "there is no such file"


def _not_a_host(answer: str) -> str:
    wrong = not answer or any(mark.isspace() or mark in "/@" for mark in answer)
    return "that is no name of a server, such as imap.example.org" if wrong else ""


def not_a_port(answer: str) -> str:
    """Why it is no number of a port, "" if it is."""
    is_port = answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= 65535
    return "" if is_port else "a number from 1 to 65535, please"


def address_of(wishes: Wishes, kind: str, known: bool, dialogue: Dialogue) -> str:
    """The person's address: it says who they are, and often where the mail is. "" where nobody needs it.

    `known`: there is a configuration, which says who they are. Raises UsageError.
    """
    if wishes.address:
        if why := not_an_address(wishes.address):
            raise UsageError(f'--address "{wishes.address}": {why}')
        return wishes.address
    told = wishes.keys
    has_place = bool(told.get("url") or told.get("host"))
    if known and (kind not in (*MAIL, "caldav") or (has_place and told.get("user"))):
        return ""
    return dialogue.text("Your e-mail address", "--address", wrong=not_an_address)
