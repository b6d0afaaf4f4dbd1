"""Files that are written whole or not at all, for their owner alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Puts the content into the file in one step. Raises OSError; ValueError for an impossible name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # 0600, always
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
