"""The `fields` parameter: only what is asked for is sent.

developers.google.com/workspace/gmail/api/guides/performance (…/calendar/api/guides/performance is the same):
fields by commas, a/b for b inside a, a(b,c) for several, * for all of that level. A name that the answer does
not have is refused with 400.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.servers.google.errors import bad_request

if TYPE_CHECKING:
    from tests.servers.google.schema import Method

Mask = dict[str, Any]  # name -> what is wanted of it; {} is all of it

_TOKEN = re.compile(r"\s*([A-Za-z0-9_*@-]+|[(),/])")


@lru_cache(maxsize=256)
def parsed(text: str) -> Mask:
    """Raises RefusedError (400) for a mask that is none."""
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise bad_request(f"Invalid field selection {text}", "invalidParameter")
        tokens.append(match[1])
        at = match.end()
    mask, rest = _several(tokens, text)
    if rest:
        raise bad_request(f"Invalid field selection {text}", "invalidParameter")
    return mask


def pruned(value: Any, mask: Mask) -> Any:
    """What is left of a value; lists keep their length."""
    if not mask:
        return value
    if isinstance(value, list):
        return [pruned(one, mask) for one in value]
    if not isinstance(value, dict):
        return value
    if "*" in mask:
        return {name: pruned(one, mask[name if name in mask else "*"]) for name, one in value.items()}
    return {name: pruned(one, mask[name]) for name, one in value.items() if name in mask}


def wants(mask: Mask, name: str) -> bool:
    return not mask or name in mask or "*" in mask


def check(mask: Mask, method: Method) -> None:
    """Raises RefusedError (400) for a field that the answer's schema does not have."""
    _check(mask, {"$ref": method.answer}, method.schemas)


def _check(mask: Mask, schema: dict[str, Any], schemas: dict[str, Any]) -> None:
    while "$ref" in schema or "items" in schema:
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    known = schema.get("properties")
    for name, inside in mask.items():
        if name == "*":
            continue
        if known is None and "additionalProperties" not in schema:
            raise bad_request(f"Invalid field selection {name}", "invalidParameter")
        if known is not None:
            if name not in known:
                raise bad_request(f"Invalid field selection {name}", "invalidParameter")
            _check(inside, known[name], schemas)


def _several(tokens: list[str], text: str) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while True:
        tokens = _one(tokens, mask, text)
        if not tokens or tokens[0] != ",":
            return mask, tokens
        tokens = tokens[1:]


def _one(tokens: list[str], mask: Mask, text: str) -> list[str]:
    if not tokens or tokens[0] in "(),/":
        raise bad_request(f"Invalid field selection {text}", "invalidParameter")
    name, tokens = tokens[0], tokens[1:]
    inside: Mask = {}
    if tokens and tokens[0] == "/":
        tokens = _one(tokens[1:], inside, text)
    elif tokens and tokens[0] == "(":
        inside, tokens = _several(tokens[1:], text)
        if not tokens or tokens[0] != ")":
            raise bad_request(f"Invalid field selection {text}", "invalidParameter")
        tokens = tokens[1:]
    mask.update(_joined(mask, {name: inside}))
    return tokens


def _joined(one: Mask, other: Mask) -> Mask:
    both = dict(one)
    for name, inside in other.items():
        if name not in both:
            both[name] = inside
        elif both[name]:  # all of it stays all of it
            both[name] = _joined(both[name], inside) if inside else {}
    return both
