"""What the commands share by which a person says something of an application."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reports.overview import Card
    from store.history import History
    from store.store import Store
    from tealeaves.cli.session import Session


def card_named(here: Session, store: Store, candidate: int, given: str, now: datetime) -> Card:
    """The application that `given` names, as it stood at `now`. Raises UsageError where none or several
    fit."""
    from reports.render.names import title_of
    from tealeaves.cli.commands.show import chosen
    from tealeaves.cli.reporting import fitting

    titles = ((one.id, title_of(one)) for one in store.titles(candidate))
    found = (store.history(candidate, one) for one in fitting(titles, given))
    return chosen(_cards(here, (one for one in found if one is not None), now), given)


def card_again(here: Session, store: Store, candidate: int, before: Card) -> Card:
    """The same application with what was said of it since."""
    history = store.history(candidate, before.id)
    assert history is not None  # noqa: S101 (a remark moves no message)
    (card,) = _cards(here, [history], before.now)
    return card


def _cards(here: Session, histories: Iterable[History], now: datetime) -> tuple[Card, ...]:
    from tealeaves.cli.reporting import Standing

    return Standing(here.person, tuple(histories), (), str(here.config.path)).cards(now)


def standing(card: Card) -> str:
    """ "final, 62 rising": where it stands."""
    from reports.render.names import stage

    return f"{stage(card)}, {card.momentum.score} {card.momentum.trend}" if card.open else stage(card)


def heads(card: Card) -> dict[str, Any]:
    """How JSON about one application begins."""
    from reports.render.plain import plain

    return {
        "id": card.id,
        "company": plain(card.history.company),
        "role": plain(card.history.role),
        "stage": card.progress.stage.value,
        "open": card.open,
        "score": card.momentum.score,
    }


def tell(lines: list[str], value: dict[str, Any], *, json_: bool) -> None:
    """Prints the one or the other."""
    click.echo(json.dumps(value, ensure_ascii=False) if json_ else "\n".join(lines))
