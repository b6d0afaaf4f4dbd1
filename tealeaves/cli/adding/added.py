"""An account that was added, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reports.render.plain import plain
from tealeaves.accounts import password_key, way_in

if TYPE_CHECKING:
    from tealeaves.config import Config
    from tealeaves.setup.providers import Provider
    from tealeaves.tables import AccountTable
    from tealeaves.trying import Tried


@dataclass(frozen=True, slots=True)
class Added:
    account: AccountTable
    config: Config
    created: bool  # the configuration
    addresses: tuple[str, ...]  # that are new in it
    secret_in: str  # in words; "" where nothing was kept
    tried: Tried | None  # None: not tried
    provider: Provider | None
    address: str = ""  # the person's
    typed: str = field(default="", repr=False)  # the password


def lines(added: Added) -> list[str]:
    """What was done, for a person."""
    account = added.account
    told = added.tried.lines() if added.tried is not None else [f"{account.name}: not tried"]
    if added.secret_in:
        told.append(f"Its password is kept in {added.secret_in}.")
    elif password_key(account) == "" and way_in(account) == "password":
        told.append(f"Its password is still missing: tealeaves accounts login {account.name}")
    what = "Wrote" if added.created else "Added to"
    told.append(f"{what} {plain(str(added.config.path))}.")
    if added.addresses and not added.created:
        told.append(f"{', '.join(map(plain, added.addresses))} is one of your addresses now.")
    return told


def as_dict(added: Added) -> dict[str, Any]:
    """The same for programs. No secret is in it, and not the address of a feed, which is one."""
    account, tried = added.account, added.tried
    return {
        "account": account.name,
        "kind": account.kind,
        "host": account.server if account.kind != "ics" else "",
        "user": account.user,
        "provider": added.provider.id if added.provider is not None else None,
        "config": str(added.config.path),
        "created": added.created,
        "addresses_added": added.addresses,
        "secret_in": added.secret_in or password_key(account),
        "tested": tried is not None,
        "folders": tried.folders if tried is not None else [],
        "calendars": tried.calendars if tried is not None else [],
        "missing": tried.missing if tried is not None else [],
    }
