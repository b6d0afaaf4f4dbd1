"""One page from its template: every value on it has gone through `plain` and is escaped."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reports.render.plain import plain

if TYPE_CHECKING:
    from jinja2 import Environment

# What mail clients make links by: the @ of an address, the colon of a scheme, two slashes, the dots of a
# domain and of four numbers.
_LINKED = re.compile(
    r"(?<=[@＠])|(?<=[^\W\d_]:)(?=\S)|(?<=/)(?=/)|(?<=[.。．｡])(?=[^\W\d_])|(?<=\d\.)(?=\d{1,3}\.\d)"
)
_JOINT = "\u200c"  # ZERO WIDTH NON-JOINER: in no host name, and invisible between Latin letters


def page(template: str, **values: object) -> str:
    """The page that a template of this folder makes of these values."""
    return _environment().get_template(template).render(**values)


def unlinked(text: str) -> str:
    """`text` in which no mail client finds an address to make a link of; it looks the same."""
    return _LINKED.sub(_JOINT, text)


def capital(text: str) -> str:
    """ "made you an offer" as "Made you an offer"."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """ "up 3 in 7 days" as "Up 3 in 7 days."; "" and what ends in a full stop, also a quoted one, stay."""
    ended = not text or text.rstrip("”").endswith((".", "!", "?", "…"))
    return capital(text) + ("" if ended else ".")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        """The one door: what the templates wrote themselves passes, all else is taken for foreign words."""
        return value if isinstance(value, Markup) else unlinked(plain(str(value)))

    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["sentence"] = sentence
    made.filters["plain"] = plain
    return made
