"""Golden readings: what a fixture was read as, in JSON beside it, checked by eye once, since by machine."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any


def check(fixture: Path, reading: Any) -> None:
    """Compare with `fixture`'s golden; with GOLDEN=write in the environment, write it instead."""
    golden = fixture.with_suffix(".json")
    written = json.dumps(_plain(reading), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(written, "utf-8")
    assert json.loads(golden.read_text("utf-8")) == json.loads(written)


def _plain(value: Any) -> Any:
    """Dataclasses as dictionaries without their empty fields and without the place, which is the fixture."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {name: _plain(one) for name, one in pairs if name != "place" and one not in ("", (), None)}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
