"""What an invented mail is put together from: headers as relays write them, text, HTML, attachments."""

from __future__ import annotations

import base64
import binascii
import itertools
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from datetime import datetime

SENTENCES = 5000
STYLES = 120
MARKS = ("’s", " –", " café", " £5", "…")
_COLOURS = ("#333333", "#0b5d78", "#ffffff", "#f4f1ea", "#1c1c1c")
_KINDS = ("application/pdf", "pdf"), ("image/jpeg", "jpg"), ("application/zip", "zip")


class Parts:
    """What is drawn once (sentences, rules of style), and what is drawn for each mail."""

    def __init__(self, source: random.Random, common: Sequence[str], syllables: Sequence[str]) -> None:
        self._random = source
        rare = ["".join(source.choices(syllables, k=source.randint(2, 4))) for _ in range(6000)]
        words = [*common, *rare]
        weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
        self._sentences = []
        for _ in range(SENTENCES):
            chosen = source.choices(words, cum_weights=weights, k=source.randint(5, 16))
            mark = source.choice(MARKS) if source.random() < 0.3 else ""
            self._sentences.append(" ".join(chosen).capitalize() + mark + ".")
        self._styles = [
            f"font-family:Arial,Helvetica,sans-serif;font-size:{source.randint(11, 28)}px;line-height:"
            f"{source.randint(14, 40)}px;color:{source.choice(_COLOURS)};padding:{source.randint(0, 30)}px "
            f"{source.randint(0, 30)}px;margin:0;text-align:{source.choice(['left', 'center'])}"
            for _ in range(STYLES)
        ]

    def sentence(self) -> str:
        return self._random.choice(self._sentences)

    def link(self, house: str) -> str:
        """The long kind, that says who clicked."""
        token = base64.urlsafe_b64encode(self._random.randbytes(75)).decode()
        return f"https://click.{house}/ls/click?upn={token}"

    def _signed(self, octets: int = 256) -> str:
        coded = base64.b64encode(self._random.randbytes(octets)).decode()
        return "\n ".join(coded[at : at + 72] for at in range(0, len(coded), 72))

    def trace(self, house: str, at: datetime) -> str:
        """What the relays on the way put in front: hops, results, ARC and DKIM (RFC 8601, 8617, 6376)."""
        stamp, second = format_datetime(at), int(at.timestamp())
        hops = "".join(
            f"Received: from mta{hop}.{house} (mta{hop}.{house} [192.0.2.{self._random.randint(1, 254)}])\n"
            f"\tby mx{hop}.mail.example with ESMTPS id {self._random.getrandbits(60):x}\n"
            f"\tfor <robin.hale@mail.example>; {stamp}\n"
            for hop in range(3)
        )
        results = f"mx.mail.example; dkim=pass header.i=@{house} header.s=s1;\n spf=pass; dmarc=pass"
        return (
            f"Return-Path: <bounce-{self._random.getrandbits(40):x}@{house}>\n"
            f"Delivered-To: robin.hale@mail.example\n{hops}"
            f"ARC-Seal: i=1; a=rsa-sha256; t={second}; cv=none; d=mail.example; s=arc;\n b={self._signed()}\n"
            f"ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=arc;\n"
            f" h=from:to:subject:date:message-id; bh={self._signed(32)};\n b={self._signed()}\n"
            f"ARC-Authentication-Results: i=1; {results}\nAuthentication-Results: {results}\n"
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={house}; s=s1; t={second};\n"
            f" h=from:to:subject:date:message-id; bh={self._signed(32)};\n b={self._signed()}\n"
        )

    def headers(
        self, at: datetime, sender: str, to: str, subject: str, message_id: str, before: Sequence[str]
    ) -> str:
        if not subject.isascii():
            subject = f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?="
        joined = "\n ".join(before[-8:])
        thread = f"References: {joined}\nIn-Reply-To: {before[-1]}\n" if before else ""
        return (
            f"Date: {format_datetime(at)}\nFrom: {sender}\nTo: {to}\nSubject: {subject}\n"
            f"Message-ID: {message_id}\n{thread}"
        )

    def bulk_headers(self, number: int, kind: str, name: str, house: str) -> str:
        """How bulk mail shows that it is: RFC 2369, 2919, 8058, and what senders add."""
        if kind == "list":
            return (
                f"List-Id: {name} <{name}.lists.example>\nList-Post: <mailto:{name}@lists.example>\n"
                f"List-Unsubscribe: <mailto:{name}-leave@lists.example>\nPrecedence: list\n"
            )
        return (
            f"List-Unsubscribe: <mailto:u-{number}@{house}>,\n <{self.link(house)}>\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nPrecedence: bulk\n"
            f"Feedback-ID: {self._random.randrange(9999)}:{kind}:{house}\n"
            f"X-Report-Abuse: {self.link(house)}\n"
            f"X-Mailer: Sendwell {self._random.randint(1, 9)}.2\n"
        )

    def text(self, text: str, kind: str) -> bytes:
        """A part: quoted-printable most often, then base64, then as it is."""
        charset = "windows-1252" if self._random.random() < 0.12 else "utf-8"
        draw = self._random.random()
        raw = text.encode(charset, "replace")
        if draw < 0.68:
            coding, body = "quoted-printable", binascii.b2a_qp(raw, istext=True)
        elif draw < 0.85:
            coding, body = "base64", base64.encodebytes(raw)
        else:
            coding, body = "8bit", raw
        return (
            f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {coding}\n\n".encode()
            + body
        )

    def html(self, house: str, lines: Sequence[str], size: int) -> str:
        """A body as programs make it: rules of style, tables in tables, a long link at every turn."""
        pick, styles = self._random.choice, self._styles
        rules = "".join(
            f"@media only screen and (max-width:{320 + 8 * at}px) {{ .c{at} td {{ {pick(styles)} }} }}\n"
            for at in range(min(20, size // 1500))
        )
        out = [
            "<!DOCTYPE html>\n<html><head><meta charset='utf-8'>\n"
            f"<style>\n{rules}</style></head>\n<body><table>\n"
        ]
        out += [f"<tr><td style='{styles[0]}'><p>{line}</p></td></tr>\n" for line in lines]
        length = sum(map(len, out))
        while length < size:
            out.append(
                f"<tr><td class='c{length % 20}' style='{pick(styles)}'>"
                "<table width='100%' border='0'><tbody>\n"
                f"<tr><td><a href='{self.link(house)}' style='{pick(styles)}'>\n"
                f"<img src='https://img.{house}/{self._random.getrandbits(64):016x}.png' alt='' width='600'>"
                "</a>\n"
                f"<p style='{pick(styles)}'>{self.sentence()} {self.sentence()}</p></td></tr></tbody></table>"
                "</td></tr>\n"
            )
            length += len(out[-1])
        out.append("</table></body></html>\n")
        return "".join(out)

    def multipart(self, kind: str, parts: Sequence[bytes]) -> bytes:
        mark = f"=_{self._random.getrandbits(64):016x}".encode()
        inner = b"".join(b"--" + mark + b"\n" + part + b"\n" for part in parts)
        head = b"Content-Type: multipart/" + kind.encode() + b'; boundary="' + mark + b'"\n\n'
        return head + inner + b"--" + mark + b"--\n"

    def attachment(self, number: int) -> bytes:
        """100 to 400 kB, as base64 a third more."""
        kind, ending = self._random.choice(_KINDS)
        data = self._random.randbytes(self._random.randint(100_000, 400_000))
        name = f"file-{number}.{ending}"
        head = f'Content-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
        return head.encode() + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)


def domain(name: str) -> str:
    """A domain for a name; .example is nobody's (RFC 2606)."""
    return "".join(letter for letter in name.lower() if letter.isalnum()) + ".example"
