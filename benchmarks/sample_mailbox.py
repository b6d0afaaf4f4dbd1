"""A mailbox of any size, invented, and the same each time: what the speed of an import is measured on.

    python -m benchmarks.sample_mailbox mail.mbox [-n 2000] [--seed 7]

Its make-up is that of an inbox after some years: mostly newsletters and shops with an HTML body of about
25 kB (log-normal, a tenth above 90 kB), some personal mail, 6 % with a PDF of 100 to 400 kB. 12 % belong to
a job search: threads of one application each, from the application to its end. Every word is made up here.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import itertools
import math
import random
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

ME = "Robin Hale <robin.hale@mail.example>"
JOB_MAIL = 0.12
PERSONAL = 0.15
ATTACHED = 0.06
MEDIAN_BYTES = 25_000
SPREAD = 0.95  # of the logarithm
FIRST_DAY = datetime(2021, 3, 1, 7, 0, tzinfo=UTC)

PDF_HEAD = (
    b'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n'
    b"Content-Transfer-Encoding: base64\n\n"
)
TEXT = tomllib.loads(Path(__file__).with_name("sample_words.toml").read_text("utf-8"))


class _Writer:
    """One generator of random numbers, the words it draws from, and the threads of applications so far."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = TEXT["syllables"].split()
        rare = ["".join(self.random.choices(syllables, k=self.random.randint(2, 4))) for _ in range(4000)]
        self.words = [*TEXT["common"].split(), *rare]
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.threads: list[tuple[str, str, str, list[str]]] = []  # firm, role, person, message ids

    def sentence(self) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(5, 16))
        return " ".join(words).capitalize() + "."

    def message(self, number: int, at: datetime) -> bytes:
        draw = self.random.random()
        if draw < JOB_MAIL:
            return self.application_mail(number, at)
        if draw < JOB_MAIL + PERSONAL:
            person = self.random.choice(TEXT["people"])
            lines = [self.sentence() for _ in range(self.random.randint(3, 30))]
            return self.mail(number, at, f"{person} <{person[:3].lower()}@post.example>", ME, lines[0], lines)
        shop = self.random.choice(TEXT["shops"])
        sender = f'"{shop}" <news@{_domain(shop)}>'
        extra = f"List-Unsubscribe: <https://{_domain(shop)}/u/{number}>\nPrecedence: bulk\n"
        lines = [self.sentence() for _ in range(self.random.randint(3, 20))]
        return self.mail(number, at, sender, ME, lines[0], lines, extra=extra, shop=shop)

    def application_mail(self, number: int, at: datetime) -> bytes:
        pick = self.random.choice
        if not self.threads or self.random.random() < 0.15:
            self.threads.append((pick(TEXT["firms"]), pick(TEXT["roles"]), pick(TEXT["people"]), []))
        firm, role, person, before = pick(self.threads[-12:])
        step = len(before) * 2 + self.random.randrange(2)
        who, said = TEXT["course"][min(step, len(TEXT["course"]) - 1)]
        address = f"{person} <{person.lower().replace(' ', '.')}@{_domain(firm)}>"
        sender = {"me": ME, "system": f'"{firm} Careers" <no-reply@{_domain(firm)}>'}.get(who, address)
        to, greeted, name = (address, person, "Robin Hale") if who == "me" else (ME, "Robin", person)
        said = said.format(role=role, firm=firm)
        lines = [f"Dear {greeted},", said, self.sentence(), "", "Best regards,", name]
        invite = ""
        if who == "invite":
            start = at + timedelta(days=5)
            invite = TEXT["calendar"].format(
                number=number, at=at, start=start, role=role, firm=firm, address=address[len(person) + 2 : -1]
            )
        extra = f"References: {' '.join(before[-8:])}\nIn-Reply-To: {before[-1]}\n" if before else ""
        subject = f"{'Re: ' if before else ''}{role} at {firm}"
        before.append(f"<{number}@sample.example>")
        return self.mail(number, at, sender, to, subject, lines, extra=extra, invite=invite.lstrip())

    def mail(
        self,
        number: int,
        at: datetime,
        sender: str,
        to: str,
        subject: str,
        lines: list[str],
        *,
        extra: str = "",
        shop: str = "",
        invite: str = "",
    ) -> bytes:
        """The mail: plain text, an HTML body of about the drawn size for a shop, an invite, a PDF."""
        parts = [self.text("\n".join(lines) + "\n", "text/plain")]
        if shop:
            parts.append(self.text(self.html(_domain(shop), lines), "text/html"))
        if invite:
            parts.append(self.text(invite.replace("\n", "\r\n"), "text/calendar; method=REQUEST"))
        body = parts[0] if len(parts) == 1 else self.multipart("alternative", parts)
        if self.random.random() < ATTACHED:
            pdf = b"%PDF-1.5\n" + self.random.randbytes(self.random.randint(100_000, 400_000))
            body = self.multipart("mixed", [body, PDF_HEAD + base64.encodebytes(pdf)])
        trace = "".join(
            f"Received: from relay{hop}.example by mx.example with ESMTPS id {self.random.getrandbits(60):x};"
            f"\n\t{format_datetime(at)}\n"
            for hop in range(3)
        )
        signed = base64.encodebytes(self.random.randbytes(256)).decode().rstrip().replace("\n", "\n ")
        head = (
            f"{trace}DKIM-Signature: v=1; a=rsa-sha256; d=relay.example; s=s1;\n b={signed}\n"
            f"Date: {format_datetime(at)}\nFrom: {sender}\nTo: {to}\nSubject: {subject}\n"
            f"Message-ID: <{number}@sample.example>\n{extra}MIME-Version: 1.0\n"
        )
        return head.encode() + body

    def text(self, text: str, content_type: str) -> bytes:
        head = f"Content-Type: {content_type}; charset=utf-8\nContent-Transfer-Encoding: "
        raw = text.encode()
        if self.random.random() < 0.2:
            return f"{head}base64\n\n".encode() + base64.encodebytes(raw)
        return f"{head}quoted-printable\n\n".encode() + binascii.b2a_qp(raw, istext=True)

    def multipart(self, kind: str, parts: list[bytes]) -> bytes:
        mark = f"=_{self.random.getrandbits(64):016x}".encode()
        inner = b"".join(b"--" + mark + b"\n" + part + b"\n" for part in parts)
        head = b"Content-Type: multipart/" + kind.encode() + b'; boundary="' + mark + b'"\n\n'
        return head + inner + b"--" + mark + b"--\n"

    def html(self, domain: str, lines: list[str]) -> str:
        """A newsletter as programs make it: rules of style, tables in tables, a long link at every turn."""
        size = int(min(400_000, self.random.lognormvariate(math.log(MEDIAN_BYTES), SPREAD) * 0.7))
        style = "font-family:Arial,sans-serif;font-size:14px;line-height:20px;color:#333333;padding:0 8px"
        out = [f"<html><head><style>td {{ {style} }}</style></head><body><table width='100%'>"]
        out += [f"<tr><td style='{style}'><p>{line}</p></td></tr>" for line in lines]
        length = sum(map(len, out))
        while length < size:
            token = base64.urlsafe_b64encode(self.random.randbytes(60)).decode()
            out.append(
                f"<tr><td style='{style}'><table><tbody><tr><td><a href='https://click.{domain}/{token}'>"
                f"<img src='https://img.{domain}/{token[:16]}.png' alt='' width='600'></a>"
                f"<p style='{style}'>{self.sentence()} {self.sentence()}</p>"
                "</td></tr></tbody></table></td></tr>\n"
            )
            length += len(out[-1])
        out.append(
            f"</table><p>You get this because you asked for it. <a href='https://{domain}/u'>Stop</a></p>"
        )
        return "".join(out) + "</body></html>\n"


def messages(n: int, seed: int = 7) -> Iterator[tuple[datetime, bytes]]:
    """`n` mails over five years in order of time, each with when it was sent (UTC)."""
    writer = _Writer(seed)
    step = timedelta(days=5 * 365) / max(n, 1)
    for number in range(n):
        at = (FIRST_DAY + step * number).replace(microsecond=0)
        yield at, writer.message(number, at)


def write_mbox(path: Path, n: int, seed: int = 7) -> None:
    """Writes them as an mboxrd."""
    with path.open("wb") as file:
        for at, raw in messages(n, seed):
            file.write(f"From sample@mail.example {at:%a %b %d %H:%M:%S %Y}\n".encode())
            file.write(re.sub(rb"^(>*From )", rb">\1", raw, flags=re.MULTILINE) + b"\n")


def _domain(firm: str) -> str:
    return "".join(letter for letter in firm.lower() if letter.isalpha()) + ".example"


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("out", type=Path)
    ask.add_argument("-n", type=int, default=2000, help="messages (default 2000)")
    ask.add_argument("--seed", type=int, default=7)
    given = ask.parse_args()
    write_mbox(given.out, given.n, given.seed)
    print(f"{given.n} messages, {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
