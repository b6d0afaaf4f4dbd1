"""Progress of long work, on standard error and only on a terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.connector import Batch


@contextlib.contextmanager
def progress() -> Iterator[Callable[[Batch, int], None]]:
    """A watcher of batches that draws a bar for each stream, with the rate and the time left."""
    if not sys.stderr.isatty():
        yield lambda batch, listed: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    began = time.monotonic()
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, object] = {}
    with bar:

        def watch(batch: Batch, listed: int) -> None:
            if batch.stream not in tasks:
                name = Path(batch.stream.partition(":")[2] or batch.stream).name
                tasks[batch.stream] = bar.add_task(name[:40], total=batch.total or None, rate="")
            rate = listed / max(time.monotonic() - began, 0.001)
            bar.update(
                tasks[batch.stream],  # type: ignore[arg-type]
                completed=batch.done,
                rate=f"{listed:,} messages, {rate:,.0f}/s",
            )

        yield watch
