"""Messages made by hand, for the tests of this floor: from Jane of Acme to Max, unless said otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from classify.types import Me
from ingest.types import Address, Message

ME = Me("Max Mustermann", frozenset({"max@home.example"}))
OWN = Address("Max Mustermann", "max@home.example")
JANE = Address("Jane Roe", "jane.roe@acme.com")


def message(text: str, subject: str = "", sender: Address | None = JANE, **more: Any) -> Message:
    given: dict[str, Any] = {
        "key": "0" * 32,
        "message_id": "<1@acme.com>",
        "in_reply_to": (),
        "references": (),
        "provider_thread": None,
        "sender": sender,
        "reply_to": (),
        "to": (OWN,),
        "cc": (),
        "subject": subject,
        "at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "zone_minutes": 0,
        "text": text,
        "automatic": "",
        "bulk": False,
        "mailer": "",
        "return_path": "",
    }
    return Message(**{**given, **more})
