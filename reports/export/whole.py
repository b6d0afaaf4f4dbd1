"""Everything that is stored as one JSON document, written a piece at a time.

    {"tealeaves": {"format": 1, "written_at": …, …},
     "applications": […], "messages": […], "left_out": […], "events": […], "decisions": […], "problems": […]}

A message is what `ingest.types.Message` holds, by the names of its fields, with its `reading`
(`classify.types.Reading`), the id of its `application`, and the `places` where it was seen. Instants are ISO
8601. A new key may come without a new format; where one goes or means something else, the format is another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from reports.render.as_json import hidden_as_escapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORMAT = 1
AT_ONCE = 200  # values of one piece


def document(head: Mapping[str, Any], sections: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[bytes]:
    """The document. `head` says what it is of; each section is a list, read only as it is written."""
    yield b'{"tealeaves":' + encoded({"format": FORMAT, **head})
    for name, values in sections:
        yield b',\n"%s":[' % name.encode()
        piece: list[bytes] = []
        first = True
        for value in values:
            piece.append((b"\n" if first else b",\n") + encoded(value))
            first = False
            if len(piece) >= AT_ONCE:
                yield b"".join(piece)
                piece = []
        yield b"".join(piece) + b"]"
    yield b"}\n"


def encoded(value: Any) -> bytes:
    """The value as JSON that any terminal may show. Half of a surrogate pair, which no UTF-8 holds, becomes
    U+FFFD."""
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:
        written = msgspec.json.encode(_whole(msgspec.to_builtins(value)))
    return written if written.isascii() else hidden_as_escapes(written.decode()).encode()


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(name): _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value
