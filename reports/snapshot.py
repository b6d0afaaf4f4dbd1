"""Everything that follows from one application's history at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.actions.promises import Told, promises, standing_promise
from reports.actions.questions import Unanswered, unanswered
from reports.context import in_context
from reports.facts import as_of
from reports.interviews import Interview, interviews, vouched
from reports.interviews.described import Described, described
from reports.remarks.debrief import answered_on, noted
from reports.response.responsiveness import Responsiveness, responsiveness
from reports.response.working_hours import Clock
from reports.settings import Person
from reports.standing.observed import Observed, observed
from reports.standing.score import Score, score
from reports.standing.silence import Silence, silence
from reports.standing.stage import Progress, Stage, progress
from store.history import History


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One application at `now`; nothing in it is later."""

    history: History
    now: datetime
    interviews: tuple[Interview, ...]
    described: tuple[Described, ...]  # the same with their rounds, kinds and people
    promises: tuple[Told, ...]
    progress: Progress
    observed: tuple[Observed, ...]
    silence: Silence
    score: Score
    response: Responsiveness
    unanswered: tuple[Unanswered, ...]

    @property
    def promise(self) -> Told | None:
        """The promise that stands and is still awaited."""
        return standing_promise(self.promises) if self.progress.open else None

    @property
    def promise_missed(self) -> bool:
        return self.promise is not None and self.promise.missed(self.now)


def snapshot(history: History, person: Person, clock: Clock, now: datetime) -> Snapshot:
    """What the history, as it was known at `now`, adds up to."""
    known = as_of(history, now)
    found = interviews(known.sightings, now, clock.zone, vouched=vouched(known, person))
    known = in_context(known, found)
    told = promises(known, clock, found)
    steps = progress(known, found, now)
    people = described(known, found, person)
    told_of = answered_on(known, "interview_overran")
    seen = (*observed(known, found, person, clock, people, told_of), *noted(known))
    quiet = silence(known, found, told, person.thresholds, now)
    # Who has accepted may still wait for an answer; who was rejected or has withdrawn does not.
    ended_at = steps.since if steps.stage in {Stage.REJECTED, Stage.WITHDRAWN} else None
    enough = int(person.thresholds.response["enough"])
    return Snapshot(
        history=known,
        now=now,
        interviews=found,
        described=people,
        promises=told,
        progress=steps,
        observed=seen,
        silence=quiet,
        score=score(known, seen, steps, quiet, person, now, found),
        response=responsiveness(known, found, told, clock, now, ended_at, enough),
        unanswered=unanswered(known, found) if steps.open else (),
    )
