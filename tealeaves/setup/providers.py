"""What is known of mail providers: where the mail of an address is, and what they demand (providers.toml)."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Provider:
    id: str
    name: str
    host: str
    domains: tuple[str, ...] = ()
    port: int = 993
    security: str = "tls"
    user: str = "address"  # or "local"
    own: str = ""  # how it hosts domains of others: "address", "ask"; "" where it does not
    own_name: str = ""
    certificate: str = ""  # "ask": the person has it in a file
    auth: str = "password"  # or "microsoft"
    demand: str = ""
    make: str = ""
    caldav: str = ""
    calendar: str = ""

    def user_of(self, address: str) -> str:
        """The user name that belongs to the address; "" where only the person can tell."""
        local, _, domain = address.rpartition("@")
        if self.own == "ask" and not self._has(domain):
            return ""
        return local if self.user == "local" and self._has(domain) else address

    def _has(self, domain: str) -> bool:
        bare = domain.casefold()
        return any(bare == one or bare.endswith(f".{one}") for one in self.domains)


def recognised(address: str) -> Provider | None:
    """The provider whose own domain the address has; None for everybody else's."""
    domain = address.rpartition("@")[2]
    return next((one for one in known() if one._has(domain)), None)


def at(host: str) -> Provider | None:
    """The provider whose server that is."""
    return next((one for one in known() if one.host == host.casefold()), None)


def hosting() -> tuple[Provider, ...]:
    """Those that host the domains of others, in the order in which they are offered."""
    return tuple(one for one in known() if one.own)


@functools.cache
def known() -> tuple[Provider, ...]:
    """All of them. Those that most people have come first."""
    text = resources.files("tealeaves.setup").joinpath("providers.toml").read_text("utf-8")
    return tuple(_provider(one) for one in tomllib.loads(text)["provider"])


def _provider(table: dict[str, Any]) -> Provider:
    told = {key: value for key, value in table.items() if key not in ("domains", "sources")}
    return Provider(domains=tuple(table["domains"]), **told)
