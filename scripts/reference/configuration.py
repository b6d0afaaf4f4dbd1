"""The reference of the configuration: its tables, what keys.toml says of each key, and the example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from reports import thresholds
from scripts.reference.markdown import cell, code, table
from tealeaves import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
THRESHOLDS = Path(thresholds.__file__).with_suffix(".toml")

TITLE = """\
# Configuration

Written from the program by `make reference`. The file is found by `--config FILE`, then by
`TEALEAVES_CONFIG`, then in the platform's own folder: `~/.config/tealeaves/config.toml` on Linux,
`~/Library/Application Support/tealeaves/config.toml` on macOS. `tealeaves accounts add` writes it for you and
keeps your comments. Only `[me]` with `addresses` is needed. An unknown key is an error that names the nearest
known one. [config.example.toml](#the-whole-file) shows every key.
"""

MOMENTUM = """\
Every other number that reports go by can be overridden too. What each does to the score:
[momentum](../momentum.md).
"""

SECTIONS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "me": ("[me]", tables.MeTable),
    "store": ("[store]", tables.StoreTable),
    "accounts": ("[[accounts]], one for each mailbox or calendar", tables.AccountTable),
    "digest": ("[digest]", tables.DigestTable),
    "digest.smtp": ("[digest] smtp", tables.SmtpTable),
    "momentum": ("[momentum.…]", tables.MomentumTable),
    "signals": ("[signals.NAME]", tables.SignalTable),
}
"""Section -> (its heading, its table). A table of tables.py that is missing here fails a test."""


def page() -> str:
    """The page of all keys. Raises KeyError for one that keys.toml does not know."""
    said = meanings()
    parts = [TITLE]
    for section, (heading, keys) in SECTIONS.items():
        parts.append(f"## {heading}\n\n{_keys(keys, said[section])}\n")
        if keys is tables.MomentumTable:
            parts.append(MOMENTUM)
            parts.extend(_numbers())
    example = (ROOT / "config.example.toml").read_text("utf-8")
    parts.append(f"## The whole file\n\n```toml\n{example}```\n")
    return "\n".join(parts)


def names() -> str:
    """Every key by its table, in a line each."""
    return "\n".join(
        f"- `{heading.split(',')[0]}`: " + ", ".join(f"`{key}`" for key in keys_of(keys))
        for heading, keys in SECTIONS.values()
    )


def meanings() -> dict[str, dict[str, str]]:
    """Section -> key -> what it means."""
    with (Path(__file__).parent / "keys.toml").open("rb") as file:
        return tomllib.load(file)


def beside(text: str) -> dict[str, str]:
    """Section.key -> what a TOML file says beside it."""
    found: dict[str, str] = {}
    section = ""
    for line in text.splitlines():
        if header := re.match(r"\[([\w.]+)\]", line):
            section = header[1]
        elif said := re.match(r"(\w+) = .*?\s# (.*)", line):
            found[f"{section}.{said[1]}"] = said[2]
    return found


def keys_of(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    """The keys of a table of the configuration."""
    return struct.__struct_fields__


def _keys(struct: type[msgspec.Struct], said: dict[str, str]) -> str:
    hints = get_type_hints(struct, include_extras=True)
    rows = []
    for field in msgspec.structs.fields(struct):
        kinds = ", ".join(_kinds(hints[field.name]))
        rows.append([code(field.encode_name), kinds, _default(field), cell(said[field.encode_name])])
    return table(["key", "what it is", "default", "meaning"], rows)


def _kinds(hint: Any) -> Iterator[str]:
    """The kinds of value that a key takes, in words."""
    if hasattr(hint, "__metadata__"):
        yield from _kinds(get_args(hint)[0])
    elif get_origin(hint) is Literal:
        yield ", ".join(f"`{one}`" for one in get_args(hint))
    elif get_origin(hint) is list:
        yield "list of " + ", ".join(_kinds(get_args(hint)[0])).replace("text", "texts")
    elif get_origin(hint) is dict:
        yield "a table of numbers" if get_args(hint)[1] is float else "a table for each"
    elif get_args(hint):  # a union
        for one in get_args(hint):
            if one is not NoneType:
                yield from _kinds(one)
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield "a table"
    else:
        yield {str: "text", int: "number", float: "number", bool: "true or false"}[hint]


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "needed"
    value = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
    return "" if value in ("", None, [], {}) or isinstance(value, msgspec.Struct) else code(f"{value}")


def _numbers() -> Iterator[str]:
    """The numbers of thresholds.toml by section, each with what the file says of it."""
    text = THRESHOLDS.read_text("utf-8")
    values = tomllib.loads(text)
    said = beside(text)
    for section, numbers in values.items():
        yield f"### [momentum.{section}]\n"
        rows = [
            [code(key), code(str(value)), cell(said.get(f"{section}.{key}", ""))]
            for key, value in numbers.items()
        ]
        yield table(["key", "default", "meaning"], rows) + "\n"
