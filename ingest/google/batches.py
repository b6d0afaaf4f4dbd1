"""Many requests at once, in batches, and each of them asked again where that may help."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.errors import SourceError, UnreachableError
from ingest.google import faults
from ingest.google.faults import GarbledError, Kind, RefusedError
from ingest.google.pace import ATTEMPTS, BREAKS, FEW, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ingest.google.faults import Trouble
    from ingest.google.pace import Patience
    from ingest.google.session import Answer, Session


@dataclass(slots=True)
class _Errand:
    """Requests on their way to an answer each."""

    left: dict[str, Any]
    attempts: int  # at each of them
    fits: Callable[[str, Answer], bool]
    found: dict[str, Answer | RefusedError] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)

    def settle(self, name: str, told: Answer | RefusedError) -> None:
        self.found[name] = told
        self.left.pop(name, None)

    def has_failed(self, name: str) -> bool:
        """Counts a failure; True where that was the last. Else it is asked again after the others."""
        self.failed[name] += 1
        self.left[name] = self.left.pop(name)
        return self.failed[name] >= self.attempts


class Batches:
    """Asks a session for many things at once, as many as its server bears. Raises SourceError."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pace = Pace()
        self._are_known = True  # to the server

    def ask_each(
        self,
        requests: Mapping[str, Any],
        attempts: int = ATTEMPTS,
        *,
        sign_of_life: Any = None,
        fits: Callable[[str, Answer], bool] = lambda name, answer: True,
    ) -> dict[str, Answer | RefusedError]:
        """The answer to each of the requests; one that is refused for good has its error instead.

        A request that fails `attempts` times has an error that `may_pass`, if the request `sign_of_life` is
        answered after it. Else it is the server that fails, as it is where more than a few requests were made
        and none was answered: raises SourceError. Fewer `attempts` are for what was silent before, which is
        no news of the server. An answer that does not fit its request by `fits` is none.
        """
        errand = _Errand(dict(requests), attempts, fits)
        patience = self._session.patience(BREAKS)
        while errand.left:
            self._session.persist(patience, lambda: self._some(errand, patience))
        silent = [one for one in errand.found.values() if isinstance(one, RefusedError) and one.may_pass]
        if len(silent) == len(errand.found) > FEW and attempts >= ATTEMPTS:
            raise UnreachableError(str(silent[0]))
        if silent and sign_of_life is not None:
            with contextlib.suppress(RefusedError):
                self._session.ask(sign_of_life)
        return errand.found

    def _some(self, errand: _Errand, patience: Patience) -> None:
        """Asks for some of those that are left. Raises an error to be waited after where not all came."""
        several = dict(islice(errand.left.items(), self._pace.at_once if self._are_known else 1))
        answers = self._exchange(several)
        worst: Exception | None = None
        for name, answer in answers.items():
            if not isinstance(answer, Exception) and not errand.fits(name, answer):
                answer = GarbledError("the answer to another request")
            if not isinstance(answer, Exception):
                errand.settle(name, answer)
                patience.begin_anew()
                continue
            answer, trouble = self._trouble(answer, errand, answers)
            if trouble.kind is Kind.REFUSED:
                errand.settle(name, self._refused(trouble))
                patience.begin_anew()
            elif trouble.kind is Kind.RATE:
                worst = answer
            elif trouble.kind is not Kind.PASSING:
                raise answer
            elif errand.has_failed(name):
                errand.settle(name, self._refused(trouble))
            else:
                worst = worst or answer
        if worst is not None:
            self._pace.slower()
            raise worst
        if len(answers) == len(several):
            self._pace.faster()

    def _exchange(self, several: Mapping[str, Any]) -> Mapping[str, Answer | Exception]:
        """What each request was answered. A single one needs no batch."""
        try:
            if len(several) > 1:
                answers = self._session.exchange(several)
                self._are_known = answers is not None
                return answers or {}
            return {name: self._session.once(request) for name, request in several.items()}
        except SourceError:
            raise
        except Exception as error:
            trouble = self._session.trouble(error)
            if len(several) == 1 and trouble is not None and (trouble.status or trouble.kind is Kind.PASSING):
                return dict.fromkeys(several, error)  # it may be the one that breaks the connection each time
            self._pace.slower()
            raise

    def _trouble(
        self, error: Exception, errand: _Errand, answers: Mapping[str, object]
    ) -> tuple[Exception, Trouble]:
        """What the error is for this one request, and means. Raises it where it is ours, or was told already.

        Where others are answered, or were, and this one never gets through, something on the way stops it.
        """
        trouble = self._session.trouble(error)
        if trouble is None:
            raise error
        others_came = _something_came(answers) or _something_came(errand.found)
        if trouble.kind is Kind.LASTING and (others_came or errand.attempts < ATTEMPTS):
            error = GarbledError("not let through")
            trouble = faults.broken(error) or trouble
        return error, trouble

    def _refused(self, trouble: Trouble) -> RefusedError:
        status = trouble.status if trouble.kind is Kind.REFUSED else trouble.status or 503
        return RefusedError(status, trouble.reason, self._session.said(trouble))


def _something_came(answers: Mapping[str, object]) -> bool:
    """Whether any request was answered as it should be."""
    return any(isinstance(one, dict) for one in answers.values())
