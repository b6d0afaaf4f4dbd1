"""spaCy without its command line.

`import spacy` also loads the program of that name, with a terminal library that nothing here uses: a quarter
of a second and 18 MB, in each process that reads mail. It asks that program for one name, which stands
empty here while the rest is loaded.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType

_PROGRAM = ("spacy.cli", "spacy.cli.info")


@cache
def load() -> None:
    """Imports spaCy. Whoever wants its command line can import it afterwards."""
    if "spacy" in sys.modules:
        return
    for name in _PROGRAM:
        stand_in = ModuleType(name)
        stand_in.__path__ = []
        stand_in.info = None  # type: ignore[attr-defined]
        sys.modules[name] = stand_in
    try:
        import spacy  # noqa: F401
    finally:
        for name in _PROGRAM:
            sys.modules.pop(name, None)
