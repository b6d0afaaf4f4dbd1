"""What an examination found: one line that says how a thing stands, and what to do."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class State(enum.Enum):
    """How a thing stands. What is wrong keeps tealeaves from working as it is set up; a warning does not."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is how it stands, `todo` what to do ("" where nothing is)."""

    check: str
    state: State
    what: str
    todo: str = ""
    needs_sign_in: bool = False

    def as_dict(self) -> dict[str, str | None]:
        return {
            "check": self.check,
            "state": self.state.value,
            "what": self.what,
            "todo": self.todo or None,
        }


def ok(check: str, what: str) -> Finding:
    return Finding(check, State.OK, what)


def warning(check: str, what: str, todo: str) -> Finding:
    return Finding(check, State.WARNING, what, todo)


def wrong(check: str, what: str, todo: str, *, needs_sign_in: bool = False) -> Finding:
    return Finding(check, State.WRONG, what, todo, needs_sign_in)
