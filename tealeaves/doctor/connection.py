"""Whether each account can be reached and signed in to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECK = "connection"


@dataclass(frozen=True, slots=True)
class Reached:
    """What came of trying an account: what it said, or what stood in the way."""

    name: str
    error: str = ""
    is_refused: bool = False  # by who was asked to let us in, not by the way there
    missing: tuple[str, ...] = ()  # folders or calendars that the configuration names and are not there


def connection(tried: Sequence[Reached] | None) -> tuple[Finding, ...]:
    """`tried` is None where nothing may be connected."""
    if tried is None:
        return (ok(CHECK, "not tried (--offline)"),)
    fine = [one.name for one in tried if not one.error and not one.missing]
    found = [ok(CHECK, f"signed in or read: {', '.join(fine)}")] if fine else []
    for one in tried:
        is_named = one.error.startswith((f"{one.name}:", f"account {one.name}:"))
        said = one.error if is_named else f"{one.name}: {one.error}"
        if one.is_refused:
            found.append(wrong(CHECK, said, f"tealeaves accounts login {one.name}", needs_sign_in=True))
        elif one.error:
            found.append(wrong(CHECK, said, f"then: tealeaves accounts test {one.name}"))
        elif one.missing:
            named = ", ".join(one.missing)
            todo = f"correct its name; tealeaves accounts test {one.name} lists them"
            found.append(warning(CHECK, f"account {one.name}: not there: {named}", todo))
    return tuple(found) or (ok(CHECK, "there was no account to try"),)
