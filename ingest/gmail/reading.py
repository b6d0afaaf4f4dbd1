"""Messages by their ids: their headers, what becomes of each, and the bodies of those that are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ingest.errors import UnreachableError
from ingest.gmail import mails
from ingest.gmail.history import AWAY, NO_MAIL
from ingest.gmail.mailbox import provider_id
from ingest.gmail.mails import WHOLE_BYTES, Plan
from ingest.google.faults import RefusedError
from ingest.google.pace import ATTEMPTS, FEW
from ingest.outline import decide
from ingest.outline.lost import gone, not_given
from ingest.types import Heading, Place, Problem, RawMail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ingest.connector import Gate, Ledger, Passed
    from ingest.gmail.labels import Labels
    from ingest.gmail.mailbox import Listed, Mailbox
    from ingest.types import Item

    Invited = Callable[[int, int], frozenset[str]]
    """Which messages that came between two instants (seconds since 1970) carry an invite."""

T = TypeVar("T")

KIND = "gmail"

LISTED_AT_ONCE = 50
"""Messages of which the headers are asked for together, and so what a sync that breaks off may ask again."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Items, and of how many messages they tell; the server was silent about some of those."""

    items: tuple[Item, ...]
    given: tuple[str, ...]  # the ids of those that are settled
    silent: tuple[str, ...]
    is_last: bool


class Reader:
    """Reads messages of one account, each by its id."""

    def __init__(
        self, mailbox: Mailbox, source: str, labels: Labels, gate: Gate, ledger: Ledger, passed: Passed
    ) -> None:
        self._mailbox = mailbox
        self._source = source
        self._labels = labels
        self._gate = gate
        self._ledger = ledger
        self._passed = passed
        self.small: set[str] = set()
        """Messages that are known to be no larger than a mail that comes as a whole."""

    def place(self, one: str) -> Place:
        return Place(self._source, KIND, one, provider_id(one))

    def portions(
        self, ids: Sequence[str], since: int, invited: Invited, attempts: int = ATTEMPTS,
        sure: frozenset[str] = frozenset(),
    ) -> Iterator[Portion]:  # fmt: skip
        """The messages that came at `since` (seconds since 1970) or later, as far as they are there. Those
        that are `sure` to pass the gate, and small, are not asked for their headers first."""
        at_once = sure & self.small
        done = 0
        for chunk in mails.chunks(ids, LISTED_AT_ONCE, at_once):
            done += len(chunk)
            plans = self._plans(chunk, since, invited, attempts, at_once)
            portions = list(mails.by_size(chunk, plans))
            for nth, portion in enumerate(portions, 1):
                is_last = nth == len(portions) and done == len(ids)
                yield self._portion(portion, plans, attempts, is_last=is_last)

    def again(self, places: Sequence[Place]) -> Iterator[tuple[Place, RawMail | Problem]]:
        """Each place with its mail, past the gate; an order of its own."""
        by_id = {place.spot: place for place in places}
        ids = list(by_id)
        for chunk in mails.chunks(ids, LISTED_AT_ONCE, self.small):
            found = self._mailbox.listed(chunk, ATTEMPTS, self.small)
            plans = {
                one: told
                if isinstance(told, RefusedError)
                else mails.settled(told, by_id[one], self._labels.names(told.labels))
                for one, told in found.items()
            }
            for portion in mails.by_size(chunk, plans):
                wanted = [plan for one in portion if (plan := _without_item(plans[one])) is not None]
                fetched = mails.fetch(self._mailbox, wanted, ATTEMPTS)
                for one in portion:
                    settled = plans[one]
                    told = fetched.get(one) or (settled.item if isinstance(settled, Plan) else settled)
                    if isinstance(told, RefusedError):
                        yield by_id[one], gone(by_id[one]) if told.status == 404 else not_given(by_id[one])
                    elif isinstance(told, RawMail):
                        yield by_id[one], told

    def _portion(
        self, ids: list[str], plans: dict[str, Plan | RefusedError | None], attempts: int, *, is_last: bool
    ) -> Portion:
        wanted = [plan for name in ids if (plan := _without_item(plans[name])) is not None]
        fetched = _believed(mails.fetch(self._mailbox, wanted, attempts), attempts)
        items: list[Item] = []
        silent: list[str] = []
        for name in ids:
            one = plans[name]
            told = (one.item or fetched[name]) if isinstance(one, Plan) else one
            if not isinstance(told, RefusedError):
                items += [told] if told is not None else []
            elif told.may_pass:
                silent.append(name)
            elif told.status != 404:  # which went since it was listed
                items.append(Problem("not-given", f"it is not given ({told.said})", self.place(name)))
        given = tuple(name for name in ids if name not in silent)
        return Portion(tuple(items), given, tuple(silent), is_last)

    def _plans(
        self, ids: Sequence[str], since: int, invited: Invited, attempts: int, at_once: frozenset[str]
    ) -> dict[str, Plan | RefusedError | None]:
        """What becomes of each message; None for one that is passed over."""
        found = _believed(self._mailbox.listed(ids, attempts, at_once), attempts)
        mine = {
            one: (told, self.place(one), self._labels.names(told.labels))
            for one, told in found.items()
            if not isinstance(told, RefusedError) and not self._is_passed_over(told, since)
        }
        heads = {one: mails.heading(*listed) for one, listed in mine.items()}
        keys = [
            head.key for head in heads.values() if not isinstance(head, Problem) and decide.has_own_id(head)
        ]
        known = self._ledger.known(keys)
        plans: dict[str, Plan | RefusedError | None] = {
            one: told if isinstance(told, RefusedError) else None for one, told in found.items()
        }
        held = []
        for one, listed in mine.items():
            plan = mails.plan(*listed, heads[one], known, self._gate)
            plans[one] = plan
            held += [plan.listed] if isinstance(plan.item, Heading) else []
        self.small.update(one.id for one in held if one.size <= WHOLE_BYTES)  # one may be wanted later on
        for one in self._carrying(held, invited):
            plans[one] = mails.plan(*mine[one], heads[one], known, self._gate, calendar=True)
        return plans

    def _carrying(self, held: Iterable[Listed], invited: Invited) -> frozenset[str]:
        """Those of the messages that carry an invite. Asked only where the gate would leave something."""
        by_id = {one.id: one for one in held}
        came = [int(one.received_at.timestamp()) for one in by_id.values() if one.received_at is not None]
        return invited(min(came), max(came)) & by_id.keys() if came else frozenset()

    def _is_passed_over(self, one: Listed, since: int) -> bool:
        if not AWAY.isdisjoint(one.labels):
            self._passed.why["draft"] += not NO_MAIL.isdisjoint(one.labels)
            return True
        is_older = one.received_at is not None and one.received_at.timestamp() < since
        self._passed.why["older"] += is_older
        return is_older


def _without_item(plan: Plan | RefusedError | None) -> Plan | None:
    """The plan, if it is one by which a body is to be fetched."""
    return plan if isinstance(plan, Plan) and plan.item is None else None


def believe(answers: Mapping[str, object]) -> None:
    """Raises UnreachableError where the server finds nothing of what it listed just now: so says a gateway
    that knows no such address."""
    lost = [one for one in answers.values() if isinstance(one, RefusedError) and one.status == 404]
    if len(lost) == len(answers) > FEW:
        raise UnreachableError(f"{lost[0]} (all of {len(lost)} messages that it listed)")


def _believed(answers: dict[str, T | RefusedError], attempts: int) -> dict[str, T | RefusedError]:
    """The answers, if they can be believed. Else what was silent in a sync before is silent still: for its
    sake, no sync ends that has others to read."""
    try:
        believe(answers)
    except UnreachableError as error:
        if attempts >= ATTEMPTS:
            raise
        return dict.fromkeys(answers, RefusedError(503, "", str(error)))
    return answers
