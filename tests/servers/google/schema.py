"""The methods as Google's discovery documents describe them: their paths, parameters and answers."""

from __future__ import annotations

import importlib.resources
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

# Google's name of the method -> the name here; these are served.
_SERVED = {
    "gmail.users.getProfile": "profile",
    "gmail.users.messages.list": "messages.list",
    "gmail.users.messages.get": "messages.get",
    "gmail.users.messages.attachments.get": "attachments.get",
    "gmail.users.history.list": "history.list",
    "gmail.users.labels.list": "labels.list",
    "calendar.calendarList.list": "calendarList.list",
    "calendar.events.list": "events.list",
    "calendar.events.get": "events.get",
}


@dataclass(frozen=True)
class Method:
    name: str
    path: tuple[str, ...]  # "gmail", "v1", "users", "{userId}", …
    parameters: dict[str, Any]  # by name, the common ones among them
    answer: str  # the name of the schema
    schemas: dict[str, Any]


@cache
def document(api: str) -> dict[str, Any]:
    """Google's own description of "gmail.v1" or "calendar.v3"."""
    files = importlib.resources.files("googleapiclient") / "discovery_cache" / "documents"
    found: dict[str, Any] = json.loads((files / f"{api}.json").read_text(encoding="utf-8"))
    return found


@cache
def methods() -> tuple[Method, ...]:
    found = []
    for api in ("gmail.v1", "calendar.v3"):
        whole = document(api)
        for method in _methods(whole):
            if method["id"] in _SERVED:
                parameters = whole["parameters"] | method.get("parameters", {})
                path = tuple((whole["servicePath"] + method["path"]).split("/"))
                answer = method["response"]["$ref"]
                found.append(Method(_SERVED[method["id"]], path, parameters, answer, whole["schemas"]))
    return tuple(found)


def method(pieces: list[str]) -> tuple[Method, dict[str, str]] | None:
    """The method that a path names, and what stands in the path."""
    for one in methods():
        if len(one.path) == len(pieces):
            pairs = list(zip(one.path, pieces, strict=True))
            if all(piece == said or said.startswith("{") for said, piece in pairs):
                return one, {said[1:-1]: piece for said, piece in pairs if said.startswith("{")}
    return None


def _methods(node: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(node.get("methods", {}).values())
    for resource in node.get("resources", {}).values():
        found += _methods(resource)
    return found
