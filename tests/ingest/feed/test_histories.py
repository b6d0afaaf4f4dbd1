"""Any history of a feed leaves what a simple model says."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError
from tests.ingest.feed.desk import EMPTY, account, calendar, event, private, sync
from tests.ingest.google_calendar.desk import Desk
from tests.servers.certificate import Certificate
from tests.servers.feed import Reply, Request, feed_server

State = tuple[int, str]  # the day of April, and STATUS

STATES = st.tuples(st.integers(1, 3), st.sampled_from(["", "CONFIRMED", "CANCELLED"]))
CALENDARS = st.dictionaries(st.sampled_from("abcd"), STATES, min_size=1)
STEPS = st.one_of(
    st.tuples(st.just("whole"), CALENDARS),
    st.tuples(st.just("whole with others"), CALENDARS),
    st.tuples(st.just("cut"), CALENDARS),
    st.tuples(st.sampled_from(["empty", "others", "nothing", "page", "fails", "as before"]), st.just({})),
)


@dataclass
class Model:
    """Of each interview its last state, and how often it changed."""

    states: dict[str, State] = field(default_factory=dict)
    versions: int = 0

    def step(self, kind: str, said: dict[str, State]) -> None:
        if kind in ("whole", "whole with others", "cut"):
            for uid, state in said.items():
                self._put(uid, state)
        is_whole = kind in ("whole", "whole with others", "others")
        for uid, (day, status) in list(self.states.items()):
            if is_whole and uid not in said and status != "CANCELLED":
                self._put(uid, (day, "CANCELLED"))

    def _put(self, uid: str, state: State) -> None:
        if self.states.get(uid) != state:
            self.states[uid] = state
            self.versions += 1


def written(said: dict[str, State]) -> list[str]:
    return [
        event(uid, f"202604{day:02}", "Interview at Acme", *([f"STATUS:{status}"] if status else []))
        for uid, (day, status) in said.items()
    ]


def reply(kind: str, said: dict[str, State]) -> Reply:
    content = {
        "whole": calendar(*written(said)),
        "whole with others": calendar(private(), *written(said)),
        "others": calendar(private()),
        "cut": calendar(*written(said), private())[:-70],
        "empty": EMPTY,
        "nothing": b"",
        "page": b"<html>Sign in</html>",
    }
    return Reply(200, content[kind]) if kind in content else Reply(500)


def conditional(current: Reply, etag: str) -> object:
    """The reply, or 304 where the client has it already. What is no calendar has no tag."""

    def replies(request: Request) -> Reply:
        if request.headers.get("if-none-match") == etag:
            return Reply(304)
        return Reply(current.status, current.body, {"ETag": etag}) if current.status == 200 else current

    return replies


@given(steps=st.lists(STEPS, max_size=10), knows_conditions=st.booleans())
@settings(max_examples=60)
def test_any_history_leaves_what_the_model_says(
    certificate: Certificate, steps: list[tuple[str, dict[str, State]]], knows_conditions: bool
) -> None:
    """The certificate is not used: to load the system's own would take most of the time."""
    desk, model = Desk(), Model()
    with feed_server() as server:
        server.replies["/f"] = Reply(200, EMPTY)
        for number, (kind, said) in enumerate(steps):
            if kind != "as before":
                current = reply(kind, said)
                server.replies["/f"] = conditional(current, f'"{number}"') if knows_conditions else current  # type: ignore[assignment]
                model.step(kind, said)
            with contextlib.suppress(SourceError):
                sync(desk, account(server.url("/f"), ca_file=certificate.ca_file))
            now = {
                uid: (one.start.at.day if one.start else 0, one.status)
                for (uid, _), one in desk.now().items()
            }
            assert now == model.states
            assert len(desk.kept) == model.versions
