"""What makes two copies of a mail the same mail, wherever they were found.

A Message-ID is not enough: it is missing, empty or repeated often enough. With one, the key is made of it,
the sender, the instant and the subject; without one, the text as well. Nothing a mailbox adds (the time of
receipt, labels, line ends, the ">" that an mbox puts before "From ") has a part in it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256

_ID = re.compile(r"<[^<>]{1,998}>")
_MBOX_FROM = re.compile(r"^>+(?=From )", re.M)
_MOST_TEXT = 200_000


def message_ids(value: str) -> tuple[str, ...]:
    """The ids in a Message-ID, In-Reply-To or References header, with their brackets, each once."""
    found = ["".join(one.split()) for one in _ID.findall(value)]
    return tuple(dict.fromkeys(one for one in found if len(one) > 2))[:1000]


def message_id(value: str) -> str:
    """The first id of a Message-ID header; "" where it has none. One without brackets gets them."""
    found = message_ids(value)
    if found:
        return found[0]
    bare = "".join(value.split()).strip("<>")
    return f"<{bare[:998]}>" if bare else ""


def key(message_id: str, sender: str, sent: datetime | None, subject: str, text: str) -> str:
    """32 hexadecimal digits. `sent` is what the Date header says, `text` the body decoded, not laid out."""
    instant = sent.astimezone(UTC).isoformat() if sent else ""
    told = [message_id, sender.lower(), instant, _level(subject)]
    if not message_id:
        told.append(_level(_MBOX_FROM.sub("", text[:_MOST_TEXT].replace("\r\n", "\n"))))
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:32]


def made_up(key: str) -> str:
    """The Message-ID of a mail that has none."""
    return f"<{key}@no-message-id.invalid>"


def _level(text: str) -> str:
    """Blanks and letter forms that an export may change are made the same."""
    return " ".join(unicodedata.normalize("NFC", text).split())
