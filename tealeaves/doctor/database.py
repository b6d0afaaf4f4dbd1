"""The database: whether it is whole, of which revision, and how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tealeaves.doctor.finding import Finding, ok, warning, wrong
from tealeaves.sizes import size

if TYPE_CHECKING:
    from store.health import Health

CHECK = "database"
RESTORE = "tealeaves restore puts back a backup"
LARGE_JOURNAL = 200_000_000  # bytes


def database(health: Health | None) -> tuple[Finding, ...]:
    """`health` is None where there is no store yet."""
    if health is None:
        return (ok(CHECK, "nothing is stored yet"),)
    if health.damage:
        return (wrong(CHECK, f"damaged: {health.damage[0]}", RESTORE),)
    if health.broken_links:
        return (wrong(CHECK, f"{health.broken_links} rows belong to nothing", RESTORE),)
    whole = f"whole, {size(health.size, digits=0)}"
    found = [ok(CHECK, f"{health.kind} {health.server}, {whole}")]
    if health.journal > LARGE_JOURNAL:
        what = f"its write-ahead log holds {size(health.journal, digits=0)}"
        found.append(
            warning(CHECK, what, "end what has had the store open for long, such as tealeaves watch")
        )
    return tuple(found)


def revision(health: Health | None) -> tuple[Finding, ...]:
    """The tables against those that this version knows."""
    if health is None or health.damage:
        return ()
    if health.revision is None:
        return (ok("revision", "no tables yet: the next command that reads the store makes them"),)
    if health.revision == health.known:
        return (ok("revision", f"{health.known}, as this version has it"),)
    if health.is_too_new:
        return (wrong("revision", f"{health.revision} was written by a newer tealeaves", "update tealeaves"),)
    what = f"{health.revision} is older than {health.known}"
    return (warning("revision", what, "nothing: the next command that reads the store upgrades it"),)
