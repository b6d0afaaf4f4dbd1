"""What one HTTP request is answered with: who asks, what is struck by a fault, which method answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.servers.google import batch, errors, fields, quota, schema, wire
from tests.servers.google.agenda import Agenda
from tests.servers.google.gmail import Gmail

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.calendar import Calendar
    from tests.servers.google.faults import Fault, Faults
    from tests.servers.google.mailbox import Mailbox
    from tests.servers.google.wire import Answer, Request


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way. `cut_after`: so many bytes of its body, then the connection ends."""

    answer: Answer
    cut_after: int | None
    asked: Request


class Api:
    """Everything behind the socket. Its callers hold the lock."""

    def __init__(
        self, mail: Mailbox, calendars: dict[str, Calendar], faults: Faults, tokens: Callable[[], set[str]]
    ) -> None:
        self.requests: list[Request] = []
        self.batches: list[Request] = []
        self.violations: list[str] = []
        self.gmail = Gmail(mail, self.violations)
        self.http_requests = 0
        self._agenda = Agenda(calendars, self.violations)
        self._faults = faults
        self._tokens = tokens
        self._refused: Counter[str] = Counter()

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """Raises CutOffError where the connection ends without an answer."""
        self.http_requests += 1
        self._faults.begin(self.http_requests)
        asked = wire.request(method, target, headers)
        asked.http = self.http_requests
        if method == "POST" and asked.path in batch.PATHS:
            asked.name = "batch"
            return self._whole_batch(asked, target, body)
        asked.batch = None
        return self._one(asked, target, seen=set())

    def _one(self, asked: Request, target: str, seen: set[str]) -> Reply:
        """One request, alone or in a batch; `seen` are the tokens refused in this HTTP request."""
        self.requests.append(asked)
        found = schema.method(wire.segments(target))
        if found is not None and asked.method == "GET":
            asked.name, asked.arguments = found[0].name, found[1]
        fault = self._struck(asked)
        if fault is not None and fault.answer is not None:
            answer = fault.answer
        else:
            try:
                self._check_token(asked, seen)
                answer = self._called(asked, found)
            except errors.RefusedError as refused:
                answer = refused.answer
        asked.status = answer.status
        return Reply(answer, fault.cut_after if fault else None, asked)

    def _called(self, asked: Request, found: tuple[schema.Method, dict[str, str]] | None) -> Answer:
        if asked.method != "GET":
            self.violations.append(f"{asked.method} {asked.path}")
            raise errors.read_only()
        if found is None:
            raise errors.not_found()
        method = found[0]
        asked.units, asked.units_2026 = quota.UNITS[asked.name], quota.UNITS_2026[asked.name]
        for name in asked.query:
            if name not in method.parameters:
                said = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.'
                raise errors.bad_request(said)
        mask = fields.parsed(asked.value("fields")) if asked.value("fields") else {}
        fields.check(mask, method)
        mails = method.path[0] == "gmail"
        made = self.gmail.call(asked, mask) if mails else self._agenda.call(asked)
        return wire.answer(asked, fields.pruned(made, mask))

    def _whole_batch(self, asked: Request, target: str, body: bytes) -> Reply:
        self.batches.append(asked)
        number = len(self.batches)
        cut_after = None
        fault = self._struck(asked)
        if fault is not None and fault.answer is not None:
            asked.status = fault.answer.status
            return Reply(fault.answer, None, asked)
        try:
            parts = batch.parts(asked.headers.get("content-type", ""), body, asked.headers)
        except errors.RefusedError as refused:
            self.violations.append("a batch that is none, or has more than 100 requests")
            asked.status = refused.answer.status
            return Reply(refused.answer, None, asked)
        if len(parts) > batch.ADVISED:
            self.violations.append(f"a batch of {len(parts)}, more than {batch.ADVISED}")
        cut_after = fault.cut_after if fault else None
        seen: set[str] = set()
        replies: list[tuple[batch.Part, Reply]] = []
        for part in parts:
            one = wire.request(part.method, _with_outer(part.target, asked.query), part.headers)
            one.http, one.batch = asked.http, number
            reply = self._one(one, part.target, seen)
            replies.append((part, reply))
            cut_after = cut_after if reply.cut_after is None else reply.cut_after
        answer, sizes = batch.joined([(part, reply.answer) for part, reply in replies])
        for (_, reply), size in zip(replies, sizes, strict=True):
            reply.asked.sent = size
        asked.status = 200
        return Reply(answer, cut_after, asked)

    def _struck(self, asked: Request) -> Fault | None:
        fault = self._faults.strike(asked)
        if fault is not None and fault.drops:
            raise wire.CutOffError
        asked.empty = fault is not None and fault.empty
        return fault

    def _check_token(self, asked: Request, seen: set[str]) -> None:
        """Raises RefusedError (401). A client learns that a token is refused by sending it once."""
        if "access_token" in asked.query:
            self.violations.append("a token in an address")
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        token = token if kind.lower() == "bearer" else ""
        if token in self._tokens():
            return
        if token not in seen:
            seen.add(token)
            self._refused[token] += 1
            if self._refused[token] > 1:
                self.violations.append("a refused token again" if token else "no token again")
        raise errors.RefusedError(errors.unauthorized(missing=not token))


def _with_outer(target: str, outer: dict[str, list[str]]) -> str:
    """ "The server applies the outer request's query parameters … to each part" (guides/batch)."""
    if not outer:
        return target
    return target + ("&" if "?" in target else "?") + urlencode(outer, doseq=True)
