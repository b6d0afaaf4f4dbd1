"""Progress of long work, on standard error, only on a terminal and not with --quiet."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tealeaves.cli.output import is_quiet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.connector import Batch

LONGEST = 40  # characters of a name


class Watch(Protocol):
    def __call__(self, batch: Batch, listed: int, name: str = "") -> None:
        """Tells that a batch was written, after `listed` messages in all. `name` is what a person calls what
        it came from, where its stream's own name says less; one bar is drawn for a name."""
        ...


@contextlib.contextmanager
def progress() -> Iterator[Watch]:
    """A watcher of batches that draws a bar for each stream, with the rate and the time left.

    What turns at its side goes on turning while a server lets us wait.
    """
    if is_quiet() or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda batch, listed, name="": None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    began = time.monotonic()
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[share]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, object] = {}
    with bar:
        first = bar.add_task("looking for what is new", total=None, share="", rate="")

        def watch(batch: Batch, listed: int, name: str = "") -> None:
            key = name or batch.stream
            total = batch.total or None
            bar.update(first, visible=False)
            if key not in tasks:
                shown = name or Path(batch.stream.partition(":")[2] or batch.stream).name
                tasks[key] = bar.add_task(shown[:LONGEST], total=total, share="", rate="")
            rate = listed / max(time.monotonic() - began, 0.001)
            bar.update(
                tasks[key],  # type: ignore[arg-type]
                total=total,
                completed=batch.done,
                share=f"{batch.done / total:4.0%}" if total else "",
                rate=f"{listed:,} messages, {rate:,.0f}/s" if listed else "",
            )

        yield watch
