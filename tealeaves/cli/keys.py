"""One key at a time from a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Container


def pressed(known: Container[str], gone: str) -> str:
    """The next key that is among those known, in lower case, shown as it is pressed; `gone` where it is that,
    or the terminal went away. Keys that mean nothing are passed over. Ctrl-C raises KeyboardInterrupt."""
    while True:
        try:
            key = click.getchar().lower() or gone
        except (EOFError, OSError):
            key = gone
        if key == gone or key in known:
            click.echo(key)
            return key
