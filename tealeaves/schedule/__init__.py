"""What runs by itself: by which timer, when, how it went, and when the person is told."""

from tealeaves.schedule.standing import State, state

__all__ = ["State", "state"]
