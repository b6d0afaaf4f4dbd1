"""The payload of format=full: the tree of MIME parts.

developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#MessagePart. The root has partId
"", its children "0", "1", theirs "0.0". Text comes in body.data as UTF-8, while the headers say the charset
it was sent in; a part with a file name has an attachmentId instead, and so has whatever is neither text nor
multipart. An attachmentId differs each time a message is asked for, and all of them work.
"""

from __future__ import annotations

import base64
import email.errors
import email.header
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message

_TAG = re.compile(r"(?s)<(style|script|head)\b.*?</\1>|<[^>]*>")


def tree(message: Message, attachment_id: Callable[[str], str], *, text_in_place: int | None = None) -> Any:
    """The payload; `attachment_id` names the part with a given partId. A text of more than `text_in_place`
    bytes comes as an attachment, which MessagePartBody.attachmentId allows for any part."""
    return _part(message, "", attachment_id, text_in_place)


def bodies(message: Message) -> Iterator[tuple[str, bytes]]:
    """(partId, decoded bytes) of every part that has a body of its own, attached mails included."""
    yield from _bodies(message, "")


def file_names(message: Message) -> Iterator[str]:
    return (name for part in message.walk() if (name := file_name(part)))


def file_name(part: Message) -> str:
    name = part.get_filename()
    if name is None:
        return ""
    return decoded_words(str(name))


def decoded_words(value: str) -> str:
    """A header value with its encoded words (RFC 2047) decoded; as it is, where they are broken."""
    try:
        pieces = email.header.decode_header(value)
    except (ValueError, email.errors.HeaderParseError):
        return value
    return "".join(one if isinstance(one, str) else _decoded(one, charset) for one, charset in pieces)


def plain(message: Message) -> str:
    """The text that is shown: the first plain one, else the first HTML without its tags."""
    for kind in ("text/plain", "text/html"):
        for part in message.walk():
            if part.get_content_type() == kind and not part.is_multipart() and not part.get_filename():
                return _TAG.sub(" ", _text(part)) if kind == "text/html" else _text(part)
    return ""


def text(raw: bytes) -> str:
    """Header bytes as JSON can carry them."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def unfolded(value: bytes) -> str:
    """A header value on one line (RFC 5322 §2.2.3)."""
    return text(re.sub(rb"\r?\n[ \t]+", b" ", value) if b"\n" in value else value).strip()


def encoded(data: bytes) -> str:
    """base64url with padding, as the `byte` format of the discovery document is written."""
    return base64.urlsafe_b64encode(data).decode()


def _part(part: Message, number: str, attachment_id: Callable[[str], str], limit: int | None) -> Any:
    kind, name = part.get_content_type(), file_name(part)
    headers = [{"name": key, "value": _value(value)} for key, value in part.raw_items()]
    made: dict[str, Any] = {
        "partId": number,
        "mimeType": kind,
        "filename": name,
        "headers": headers,
        "body": {"size": 0},
    }
    children = _children(part)
    if children:
        made["parts"] = [
            _part(child, f"{number}.{n}".lstrip("."), attachment_id, limit)
            for n, child in enumerate(children)
        ]
    if part.get_content_maintype() == "multipart":
        return made
    data = _data(part)
    as_text = _text(part).encode() if part.get_content_maintype() == "text" and not name else None
    if as_text is not None and (limit is None or len(as_text) <= limit):
        made["body"] = {"size": len(as_text)} | ({"data": encoded(as_text)} if as_text else {})
    else:
        made["body"] = {"attachmentId": attachment_id(number), "size": len(data)}
    return made


def _bodies(part: Message, number: str) -> Iterator[tuple[str, bytes]]:
    if part.get_content_maintype() != "multipart":
        # Text that comes as an attachment without being a file is UTF-8 as well, as in body.data.
        is_text = part.get_content_maintype() == "text" and not file_name(part)
        yield number, _text(part).encode() if is_text else _data(part)
    for n, child in enumerate(_children(part)):
        yield from _bodies(child, f"{number}.{n}".lstrip("."))


def _children(part: Message) -> list[Message]:
    found = part.get_payload()
    return [one for one in found if not isinstance(one, str)] if isinstance(found, list) else []


def _data(part: Message) -> bytes:
    """The bytes of a leaf with its transfer encoding undone, or of an attached mail as it is."""
    if part.get_content_maintype() == "message":
        written = part.policy.clone(linesep="\r\n", mangle_from_=False)
        return b"".join(child.as_bytes(policy=written) for child in _children(part))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: Message) -> str:
    return _decoded(_data(part), part.get_content_charset())


def _decoded(data: bytes, charset: str | None) -> str:
    for one in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(one).encode("utf-8", "replace").decode()
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _value(value: Any) -> str:
    return unfolded(str(value).encode("utf-8", "surrogateescape"))
