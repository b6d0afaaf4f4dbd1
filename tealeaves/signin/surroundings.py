"""What sign-in takes from around it: where files are, the environment, and what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from tealeaves.config import Config


@dataclass(frozen=True, slots=True)
class Surroundings:
    beside: Callable[[str], Path]  # the file that the configuration names
    environment: Mapping[str, str]
    tokens: Path  # the folder for tokens, where no keyring keeps them
    now: Callable[[], datetime]  # UTC


def surroundings(config: Config, environment: Mapping[str, str], now: Callable[[], datetime]) -> Surroundings:
    """Those of this configuration; tokens lie in the platform's data folder."""
    import platformdirs

    data = platformdirs.user_data_path("tealeaves", appauthor=False)
    return Surroundings(config.beside, environment, data / "tokens", now)
