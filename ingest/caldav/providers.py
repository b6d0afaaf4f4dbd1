"""Where the calendars of some providers are, whose e-mail domains do not lead there."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


def address_of(domain: str) -> str:
    """Where the calendars are of who has an e-mail address there; "" where that is not known."""
    return _addresses().get(domain.lower(), "")


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    known = tomllib.loads(Path(__file__).with_name("providers.toml").read_text("utf-8"))["providers"]
    return {domain: one["address"] for one in known for domain in one["domains"]}
