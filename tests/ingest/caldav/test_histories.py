"""Whatever happens to two calendars between syncs, what was taken is what is there."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from tests.ingest.caldav.desk import Desk, sync
from tests.servers.caldav.dav import Answer
from tests.servers.caldav.dialect import MAILRU, PLAIN, POSTEO, ZOHO
from tests.servers.caldav.server import caldav_server
from tests.servers.caldav.store import event

if TYPE_CHECKING:
    from tests.servers.caldav.dialect import Dialect
    from tests.servers.caldav.server import CalDavServer

DIALECTS = [
    PLAIN,
    replace(PLAIN, page_size=1),
    replace(PLAIN, page_size=3, lists_tokens=False, lists_ctag=False),
    replace(PLAIN, stale=(410, False), has_multiget=False),
    POSTEO,
    MAILRU,
    ZOHO,
    replace(POSTEO, etags="none", lists_ctag=False),
]
CALENDARS, UIDS = st.sampled_from(["first", "second"]), st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("put"), CALENDARS, UIDS, st.integers(8, 20)),
    st.tuples(st.just("remove"), CALENDARS, UIDS, st.just(0)),
    st.tuples(st.just("move"), CALENDARS, UIDS, st.just(0)),
    st.tuples(st.just("expire"), CALENDARS, st.just(0), st.just(0)),
    st.tuples(st.just("sync"), CALENDARS, st.just(0), st.just(0)),
    st.tuples(st.just("look again"), CALENDARS, UIDS, st.just(0)),
    st.tuples(st.just("break off"), CALENDARS, st.integers(1, 9), st.sampled_from([404, 429, 500, 507])),
)


@pytest.mark.parametrize("spoken", DIALECTS, ids=range(len(DIALECTS)))
@settings(max_examples=30)
@given(steps=st.lists(STEP, max_size=14))
def test_what_was_taken_is_what_is_there(spoken: Dialect, steps: list[tuple[str, str, int, int]]) -> None:
    with caldav_server(spoken) as server:
        desk = Desk()
        hours: dict[str, int] = {}  # of what is there
        for name in ("first", "second"):
            server.calendar(name).put("stays.ics", event(f"stays-{name}"))
        sync(server.url, desk)
        for step in steps:
            happen(server, desk, hours, *step)
            if step[0] in ("sync", "look again"):
                sync(server.url, desk)
                assert states(desk) == hours, step
        sync(server.url, desk)
        assert states(desk) == hours
        sync(server.url, desk)
        assert not desk.versions
        assert not server.violations


def states(desk: Desk) -> dict[str, int]:
    """The hour at which each event is, of those that were not called off."""
    return {
        uid: one.start.at.hour
        for (uid, _), one in desk.now().items()
        if one.status != "CANCELLED" and one.start and not uid.startswith("stays")
    }


def happen(
    server: CalDavServer, desk: Desk, hours: dict[str, int], what: str, where: str, number: int, how: int
) -> None:
    here = server.calendars[f"{server.dialect.home}{where}/"]
    [there] = [one for one in server.calendars.values() if one is not here]
    name, uid = f"{number}.ics", f"u{number}"
    if what == "put" and name not in there.documents:
        here.put(name, event(uid, hour=how))
        hours[uid] = how
    elif what == "remove" and name in here.documents:
        here.remove(name)
        del hours[uid]
    elif what == "move" and name in here.documents:
        there.put(name, here.documents[name])
        here.remove(name)
    elif what == "expire":
        here.forget_tokens()
    elif what == "look again":
        desk.words = ("Acme", f"word {number}")
    elif what == "break off":
        stop = len(server.requests) + number
        fault = server.on(lambda asked: asked.number >= stop, Answer(how), times=8)
        with contextlib.suppress(SourceError):
            sync(server.url, desk)
        server.faults.remove(fault)
