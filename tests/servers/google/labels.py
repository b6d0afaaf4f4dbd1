"""A mailbox's labels: Gmail's own, whose ids are their names, and the user's.

developers.google.com/workspace/gmail/api/guides/labels
"""

from __future__ import annotations

from dataclasses import dataclass, field

_SYSTEM = (
    "CHAT SENT INBOX IMPORTANT TRASH DRAFT SPAM CATEGORY_FORUMS CATEGORY_UPDATES CATEGORY_PERSONAL "
    "CATEGORY_PROMOTIONS CATEGORY_SOCIAL YELLOW_STAR STARRED UNREAD"
).split()


@dataclass(slots=True)
class Labels:
    names: dict[str, str] = field(default_factory=lambda: {name: name for name in _SYSTEM})  # id -> name

    def new(self, name: str) -> str:
        label = f"Label_{len(self.names) - len(_SYSTEM) + 1}"
        self.names[label] = name
        return label

    def find(self, said: str) -> str | None:
        """The id for a name as the search box takes it: any case, '-' for a space or a slash."""
        wanted = _plain(said)
        return next((label for label, name in self.names.items() if _plain(name) == wanted), None)

    def listed(self) -> list[dict[str, str]]:
        """labels.list: id, name and type; the visibilities for some of them."""
        found = []
        for label, name in self.names.items():
            one = {"id": label, "name": name, "type": "system" if label == name else "user"}
            if label in ("CHAT", "TRASH", "SPAM") or label.startswith("CATEGORY_"):
                one |= {"messageListVisibility": "hide", "labelListVisibility": "labelHide"}
            found.append(one)
        return found


def _plain(name: str) -> str:
    return name.lower().replace(" ", "-").replace("/", "-").replace("_", "-")
