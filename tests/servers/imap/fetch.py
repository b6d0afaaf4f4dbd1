"""FETCH: what is said of each message (RFC 3501 6.4.5 and 7.4.2), and how a script has it come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.servers.imap.parts import section, structure
from tests.servers.imap.wire import literal, modified_utf7, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.imap.mail import Folder, Message
    from tests.servers.imap.script import Script
    from tests.servers.imap.wire import Token

_BODY = re.compile(
    r"BODY(?P<peek>\.PEEK)?\[(?P<section>.*)\](?:<(?P<start>\d+)\.(?P<length>\d+)>)?", re.DOTALL
)
_FIRST_LITERAL = re.compile(rb"\{\d+\}\r\n")
FAST = ["FLAGS", "INTERNALDATE", "RFC822.SIZE"]


class UnknownItemError(ValueError):
    """An item that this server does not know."""


def wanted(token: Token) -> list[str]:
    """The items that are asked for, FAST written out, without UID, which each reply has anyway."""
    tokens = token if isinstance(token, list) else [token]
    names = [name.decode("ascii", "replace") for name in tokens if isinstance(name, bytes)]
    if [name.upper() for name in names] == ["FAST"]:
        return FAST
    return [name for name in dict.fromkeys(names) if name.upper() != "UID"]


def marks_read(items: list[str]) -> bool:
    """Whether a FETCH of these sets \\Seen."""
    for item in items:
        match = _BODY.fullmatch(item.upper())
        if item.upper() in ("RFC822", "RFC822.TEXT") or (match and not match["peek"]):
            return True
    return False


def replies(
    folder: Folder, chosen: list[Message], items: list[str], script: Script, *, gmail: bool
) -> Iterator[bytes]:
    """The untagged lines for the messages. A reply that a script cuts short is the last."""
    for nth, message in enumerate(chosen):
        there = folder.by_uid(message.uid, message.uid)
        if not there:
            continue
        number = there[0][0]
        if message.uid in script.expunged_meanwhile:
            folder.remove(message.uid)
            yield b"* %d EXPUNGE\r\n" % number
            continue
        if message.uid in script.silent_about:
            continue
        said = [_said(message, item, gmail=gmail) for item in items]
        for reply in _written(number, message, said, script):
            if message.uid in script.cut_literal and (begin := _FIRST_LITERAL.search(reply)):
                yield reply[: begin.end() + script.cut_literal[message.uid]]
                return
            yield reply
        if nth == 0:
            yield from (line.encode() + b"\r\n" for line in script.unsolicited)


def _written(number: int, message: Message, said: list[bytes], script: Script) -> Iterator[bytes]:
    groups = [said[0::2], said[1::2]] if script.split and len(said) > 1 else [said]
    for group in groups * (2 if script.repeated else 1):
        yield b"* %d FETCH (%s)\r\n" % (number, b" ".join([b"UID %d" % message.uid, *group]))


def _said(message: Message, item: str, *, gmail: bool) -> bytes:
    """One item with its value: b'RFC822.SIZE 123'."""
    name = item.upper()
    body = _BODY.fullmatch(item)
    key = f"BODY[{body['section']}]" if body else name
    if key in message.says:
        return key.encode() + b" " + message.says[key]
    if body:
        return _body_said(message, body)
    values = {
        "UID": lambda: b"%d" % message.uid,
        "FLAGS": lambda: b"(%s)" % " ".join(message.flags).encode(),
        "INTERNALDATE": lambda: message.received.strftime('"%d-%b-%Y %H:%M:%S %z"').encode(),
        "RFC822.SIZE": lambda: b"%d" % len(message.octets),
        "BODYSTRUCTURE": lambda: structure(message.octets),
        "MODSEQ": lambda: b"(%d)" % message.modseq,
        "RFC822": lambda: literal(message.octets),
    }
    if gmail:
        values["X-GM-MSGID"] = lambda: b"%d" % message.gmail_id
        values["X-GM-THRID"] = lambda: b"%d" % message.gmail_thread
        values["X-GM-LABELS"] = lambda: b"(%s)" % b" ".join(map(_label, message.gmail_labels))
    if name not in values:
        raise UnknownItemError(item)
    return name.encode() + b" " + values[name]()


def _body_said(message: Message, body: re.Match[str]) -> bytes:
    whole = section(message.octets, body["section"])
    key = f"BODY[{body['section']}]"
    if body["start"] is not None:
        start = int(body["start"])
        key += f"<{start}>"
        whole = whole[start : start + int(body["length"])] if whole is not None else None
    return key.encode() + b" " + (b"NIL" if whole is None else literal(whole))


def _label(label: str) -> bytes:
    return string(modified_utf7(label))
