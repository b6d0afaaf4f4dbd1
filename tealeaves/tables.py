"""The tables of the configuration file: which keys there are, and what each may be."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file. An unknown key in it is an error."""


class MeTable(_Table, frozen=True, kw_only=True):
    name: str = ""
    addresses: Annotated[list[str], msgspec.Meta(min_length=1)]
    timezone: str = "UTC"
    holidays: str = ""
    working_hours: str = "09:00-17:30"
    since: str = "12 months"


class StoreTable(_Table, frozen=True):
    url: str = ""


class AccountTable(_Table, frozen=True):
    name: str
    kind: Literal["imap", "gmail", "google-calendar", "caldav", "ics", "mbox", "maildir"]
    host: str = ""
    port: Port | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    tls_minimum: Literal["1.2", "1.3"] = "1.2"
    ca_file: str = ""
    user: str = ""
    auth: Literal["password", "google", "microsoft", "bearer"] = "password"
    password_command: list[str] = []
    password_env: str = ""
    password_file: str = ""
    folders: list[str] = []
    client_file: str = ""
    client_id: str = ""
    tenant: str = "common"
    token_file: str = ""
    oauth_authority: str = ""
    api_root: str = ""
    calendars: list[str] = []
    url: str = ""
    path: str = ""

    @property
    def server(self) -> str:
        """The name of the server; "" where there is none, or it is not said."""
        return self.host or urlsplit(self.url).hostname or ""

    @property
    def service_port(self) -> int:
        """The port, or the one that IMAP has by this kind of security (RFC 8314 §3.2, RFC 9051 §2.1)."""
        return self.port or (993 if self.security == "tls" else 143)


class SmtpTable(_Table, frozen=True):
    host: str
    port: Port | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: str = ""
    user: str = ""
    password_command: list[str] = []
    password_env: str = ""
    password_file: str = ""

    @property
    def service_port(self) -> int:
        """The port, or the one of submission by this kind of security (RFC 8314 §3.3, RFC 6409 §3.1)."""
        return self.port or (465 if self.security == "tls" else 587)


class DigestTable(_Table, frozen=True):
    to: str = ""
    sender: str = ""  # "": the address that it goes to
    smtp: SmtpTable | None = None


class MomentumTable(_Table, frozen=True):
    strength: dict[str, float] = {}
    # The sections of reports/thresholds.toml.
    score: dict[str, float] = {}
    silence: dict[str, float] = {}
    stalled: dict[str, float] = {}
    warning: dict[str, float] = {}
    follow_up: dict[str, float] = {}
    trend: dict[str, float] = {}
    observed: dict[str, float] = {}
    action: dict[str, float] = {}
    response: dict[str, float] = {}

    @property
    def thresholds(self) -> dict[str, dict[str, float]]:
        """The sections in which a number is given."""
        sections = {name: getattr(self, name) for name in self.__struct_fields__ if name != "strength"}
        return {name: numbers for name, numbers in sections.items() if numbers}


class SignalTable(_Table, frozen=True, kw_only=True):
    speaker: Literal["company", "candidate"] | None = None  # a shipped signal has its own
    strength: float | None = None  # None: what the signal table says, or 1
    phrases: list[str] = []
    without: list[str] = []
    unless: list[str] = []

    def said(self) -> dict[str, object]:
        """What is said of it, without what was left out."""
        given = {"speaker": self.speaker, "phrases": self.phrases}
        given |= {"without": self.without, "unless": self.unless}
        return {key: value for key, value in given.items() if value}


class Tables(_Table, frozen=True):
    me: MeTable
    store: StoreTable = StoreTable()
    accounts: list[AccountTable] = []
    digest: DigestTable = DigestTable()
    momentum: MomentumTable = MomentumTable()
    signals: dict[str, SignalTable] = {}
