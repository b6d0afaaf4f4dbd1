"""Whether each account's secret can be had: of the keyring, a command, a variable, a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECK = "secrets"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a secret should be, in words, and what stood in the way of having it ("" where nothing did)."""

    name: str  # of the account; "digest.smtp" for the server that the digest is sent by
    where: str
    error: str = ""


def secrets(kept: Sequence[Kept]) -> tuple[Finding, ...]:
    """One line for all that can be had, and one for each that cannot."""
    there = [f"{one.name} ({one.where})" for one in kept if not one.error]
    fine = (ok(CHECK, f"can be had: {', '.join(there)}"),) if there else ()
    missing = (wrong(CHECK, one.error, _todo(one), needs_sign_in=True) for one in kept if one.error)
    return (*fine, *missing) or (ok(CHECK, "none is needed"),)


def _todo(one: Kept) -> str:
    if one.name == "digest.smtp":
        return "tealeaves digest --send says how"
    return f"tealeaves accounts login {one.name}" if one.where in ("the keyring", "tokens") else "mend that"
