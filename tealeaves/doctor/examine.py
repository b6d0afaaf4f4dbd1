"""The examination: every check in turn. One that breaks becomes a line, and the next goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import SourceError
from store.errors import StoreError
from tealeaves.doctor import backups, clock, connection, database, disk, look, problems, rules, secrets
from tealeaves.doctor import configuration as configured
from tealeaves.doctor import timer as timed
from tealeaves.doctor import versions as versioned
from tealeaves.doctor.finding import Finding, State, wrong
from tealeaves.errors import DONE, FAILED, SIGN_IN, TealeavesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from store.health import Health
    from tealeaves.config import Config
    from tealeaves.doctor.secrets import Kept

    Check = Callable[[], Iterable[Finding]]


def examine(path: Path, environment: dict[str, str], now: datetime, *, is_offline: bool) -> Iterator[Finding]:
    """What each check found, one after the other, of the configuration at this path."""
    found, error = look.loaded(path, environment)
    yield from guarded("configuration", lambda: configured.configuration(path, error, found, environment))
    if found is not None:
        for check, judged in _of(found, environment, now, is_offline=is_offline):
            yield from guarded(check, judged)
    yield from guarded("timer", lambda: _timer(found, now))
    yield from guarded("versions", lambda: versioned.versions(look.versions(), can_search=look.can_search()))


def exit_code(findings: Iterable[Finding]) -> int:
    """4 where a sign-in is needed, 1 where anything else is wrong, 0 though there are warnings."""
    worst = [one for one in findings if one.state is State.WRONG]
    if any(one.needs_sign_in for one in worst):
        return SIGN_IN
    return FAILED if worst else DONE


def guarded(check: str, judged: Check) -> Iterator[Finding]:
    """What the check found, or that it could not be made. Ours speak for themselves; of other errors only the
    kind is said, since they may hold anything."""
    try:
        yield from judged()
    except (StoreError, SourceError, TealeavesError) as error:
        yield wrong(check, str(error), "")
    except Exception as error:
        what = f"could not be looked at: {type(error).__name__}"
        yield wrong(check, what, "tealeaves doctor --debug shows where; please report it")


def _of(
    found: Config, environment: dict[str, str], now: datetime, *, is_offline: bool
) -> Iterator[tuple[str, Check]]:
    """The checks that need a configuration, in the order in which they are told."""
    from tealeaves.away.ours import ours

    here = look.around(found, environment, now)
    kept: list[Kept] = []

    def asked() -> Iterable[Finding]:
        kept.extend(look.secrets(found, here))
        return secrets.secrets(kept)

    def reached() -> Iterable[Finding]:
        without = {one.name for one in kept if one.error}  # that is said already
        return connection.connection(None if is_offline else look.servers(found, here, without=without))

    yield secrets.CHECK, asked
    yield connection.CHECK, reached
    yield disk.CHECK, lambda: disk.disk(look.disk(ours(found.store_url), found))
    health: list[Health | None] = []

    def looked() -> Iterable[Finding]:
        health.append(look.health(found, now))
        return (*database.database(health[0]), *database.revision(health[0]))

    yield database.CHECK, looked
    contents = health[0].contents if health and health[0] is not None else None
    noted = contents.noted if contents else ()
    zone, offset = found.tables.me.timezone, now.astimezone().utcoffset()
    assert offset is not None  # noqa: S101 (it was given a zone in this very line)
    yield clock.CHECK, lambda: clock.clock(now, noted, zone, offset)
    if contents is not None:
        yield (
            rules.CHECK,
            lambda: rules.rules(
                contents.read_by, look.rules_of_today(found), contents.found, look.doubts(found)
            ),
        )
        yield problems.CHECK, lambda: problems.problems(contents.problems)
    said = contents.said if contents else 0
    yield backups.CHECK, lambda: backups.backups(*look.backups(ours(found.store_url)), said, now)


def _timer(found: Config | None, now: datetime) -> Iterable[Finding]:
    from tealeaves.schedule.standing import state

    return timed.timer(state(now), now, has_accounts=bool(found and found.tables.accounts))
