"""The inbox of a job seeker, invented, and the same each time: what the speed of a sync is measured on.

20,000 mails are about 1.17 GB: sizes are log-normal (median 26 kB, a tenth above 122 kB, mean 58 kB). 12 %
belong to a job search, one application after the other from its beginning to its end, a tenth of them with an
invite; 7 % are personal, 6 % have an attachment of 100 to 400 kB; the rest are newsletters, shops,
notifications and lists with the headers that bulk mail has. 8 % are from the candidate and lie in Sent.
"""

from __future__ import annotations

import base64
import itertools
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.mail_parts import Parts, domain
from benchmarks.sample_mailbox import TEXT

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SPAN = timedelta(days=334)
SINCE = (NOW - SPAN).date() - timedelta(days=30)  # before the first mail
ADDRESS = "robin.hale@mail.example"
ME = f"Robin Hale <{ADDRESS}>"
JOB_MAIL = 0.12
PERSONAL = 0.07
SENT_OF_PERSONAL = 0.45  # with what the candidate writes to companies: 8 % of all
ATTACHED = 0.06
OPEN_AT_ONCE = 40  # applications that go on side by side
NEW_APPLICATION = 0.2
BULK_BYTES = (28_500, 0.9)  # median and spread of the logarithm, of the whole mail without attachments
JOB_BYTES = {"system": (24_000, 0.7), "agency": (22_000, 0.7), "person": (16_000, 0.7), "me": (9_000, 0.6)}
PERSONAL_BYTES = (6_000, 0.8)
WORDS = tomllib.loads(Path(__file__).with_name("inbox_words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Mail:
    raw: bytes
    at: datetime  # when it came, UTC
    folder: str
    seen: bool


@dataclass(slots=True)
class Application:
    firm: str
    role: str
    person: str
    address: str
    steps: Iterator[str]
    ids: list[str] = field(default_factory=list)  # Message-IDs so far

    def fill(self, text: str) -> str:
        return text.format(role=self.role, firm=self.firm)


def messages(n: int, seed: int = 7, extra: int = 0) -> Iterator[Mail]:
    """`n` mails over the eleven months before `NOW`, in order, and `extra` more, one each minute after."""
    writer = _Writer(seed)
    step = SPAN / max(n, 1)
    for number in range(n):
        yield writer.mail(
            number, (NOW - SPAN + step * (number + writer.random.random())).replace(microsecond=0)
        )
    for number in range(extra):
        yield writer.mail(n + number, NOW + timedelta(minutes=number + 1))


class _Writer:
    """One generator of random numbers, and the applications that it has open."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.parts = Parts(self.random, TEXT["common"].split(), TEXT["syllables"].split())
        self.open: list[Application] = []
        self.bulk = WORDS["bulk"]
        self.weights = list(itertools.accumulate(one["weight"] for one in self.bulk))
        self.known = [self.name() for _ in range(25)]  # who writes personally

    def name(self) -> str:
        names = WORDS["names"]
        return " ".join(self.random.choice(names[part].split()) for part in ("first", "last"))

    def size(self, law: tuple[int, float]) -> int:
        median, spread = law
        return int(min(400_000, max(1_500, median * self.random.lognormvariate(0, spread))))

    def mail(self, number: int, at: datetime) -> Mail:
        draw = self.random.random()
        if draw < JOB_MAIL:
            return self.job_mail(number, at)
        if draw < JOB_MAIL + PERSONAL:
            return self.personal(number, at)
        return self.bulk_mail(number, at)

    # -- a job search

    def job_mail(self, number: int, at: datetime) -> Mail:
        application, name = self.next_step()
        step = WORDS["steps"][name]
        firm_mail = f"{application.person} <{application.address}>"
        sender = {
            "me": ME,
            "person": firm_mail,
            "agency": firm_mail,
            "system": f'"{application.firm} Careers" <no-reply@{self.desk(application)}>',
        }[step["who"]]
        mine = step["who"] == "me"
        greeted, name_below = (
            ("Robin", application.person) if not mine else (application.person, "Robin Hale")
        )
        said = [application.fill(one) for one in step["says"]]
        lines = [
            f"Dear {greeted},",
            self.random.choice(said),
            self.parts.sentence(),
            "Best regards,",
            name_below,
        ]
        quoted = [self.parts.sentence() for _ in range(4)] if step["subject"].startswith("Re: ") else []
        raw = self.written(
            number,
            at,
            sender=sender,
            to=firm_mail if mine else ME,
            subject=application.fill(step["subject"]),
            lines=lines,
            quoted=quoted,
            size=self.size(JOB_BYTES[step["who"]]),
            before=application.ids,
            relayed=not mine,
            invite=self.invite(number, at, application) if name in ("invite", "moved") else "",
            attached=self.random.random() < (0.5 if name in ("apply", "offer") else ATTACHED / 2),
        )
        application.ids.append(_message_id(number))
        return Mail(raw, at, "Sent" if mine else "INBOX", seen=True)

    def next_step(self) -> tuple[Application, str]:
        """An open application and what comes next in it; a new one now and then."""
        while True:
            if not self.open or self.random.random() < NEW_APPLICATION:
                self.open.append(self.application())
                del self.open[:-OPEN_AT_ONCE]
            application = self.random.choice(self.open)
            step = next(application.steps, None)
            if step is not None:
                return application, step
            self.open.remove(application)

    def application(self) -> Application:
        names = WORDS["names"]
        pick = self.random.choice
        firm = f"{pick(names['firm'].split())} {pick(names['trade'].split())}"
        course = pick(WORDS["courses"]["all"]).split()
        person = self.name()
        house = pick(names["agency"]) if course[0] == "approach" else firm
        address = f"{person.lower().replace(' ', '.')}@{domain(house)}"
        return Application(firm, pick(names["roles"]), person, address, iter(course))

    def desk(self, application: Application) -> str:
        """Half of the firms write by a system that many share, always the same one."""
        desks = [*WORDS["names"]["desk"], *[domain(application.firm)] * 3]
        return str(desks[len(application.firm) % len(desks)])

    def invite(self, number: int, at: datetime, application: Application) -> str:
        return str(
            TEXT["calendar"].format(
                number=number,
                at=at,
                start=at + timedelta(days=5),
                role=application.role,
                firm=application.firm,
                address=application.address,
            )
        ).lstrip()

    # -- everything else

    def personal(self, number: int, at: datetime) -> Mail:
        person = self.random.choice(self.known)
        other = f"{person} <{person.split()[0].lower()}@post.example>"
        mine = self.random.random() < SENT_OF_PERSONAL
        sender, to = (ME, other) if mine else (other, ME)
        size = self.size(PERSONAL_BYTES)
        lines = [self.parts.sentence() for _ in range(max(3, size // 200))]
        raw = self.written(
            number,
            at,
            sender=sender,
            to=to,
            subject=self.parts.sentence()[:50].rstrip("."),
            lines=lines,
            quoted=[self.parts.sentence() for _ in range(size // 400)],
            size=size if self.random.random() < 0.6 else 0,
            relayed=not mine,
            attached=self.random.random() < ATTACHED * 2,
        )
        return Mail(raw, at, "Sent" if mine else "INBOX", seen=True)

    def bulk_mail(self, number: int, at: datetime) -> Mail:
        kind = self.random.choices(self.bulk, cum_weights=self.weights)[0]
        name = self.random.choice(kind["senders"])
        house = domain(name)
        names = WORDS["names"]
        subject = self.random.choice(kind["subjects"]).format(
            words=" ".join(self.parts.sentence().split()[:5]).rstrip("."),
            number=self.random.randrange(10, 90),
            role=self.random.choice(names["roles"]),
            firm=f"{self.random.choice(names['firm'].split())} {self.random.choice(names['trade'].split())}",
        )
        size = self.size(BULK_BYTES)
        if kind["kind"] == "list":
            person = self.name()
            sender = f"{person} <{person.lower().replace(' ', '.')}@elsewhere.example>"
            to, subject = f"{name}@lists.example", f"[{name}] {subject}"
        else:
            mailbox = self.random.choice(["news", "hello", "no-reply", "updates"])
            sender, to = f'"{name}" <{mailbox}@{house}>', ME
        raw = self.written(
            number,
            at,
            sender=sender,
            to=to,
            subject=subject,
            lines=[self.parts.sentence() for _ in range(self.random.randint(3, 20))],
            quoted=[],
            size=size,
            relayed=True,
            bulk=self.parts.bulk_headers(number, kind["kind"], name, house),
            attached=self.random.random() < ATTACHED,
        )
        return Mail(raw, at, "INBOX", seen=self.random.random() < 0.85)

    def written(
        self,
        number: int,
        at: datetime,
        *,
        sender: str,
        to: str,
        subject: str,
        lines: list[str],
        quoted: list[str],
        size: int,
        relayed: bool,
        attached: bool,
        before: list[str] | None = None,
        bulk: str = "",
        invite: str = "",
    ) -> bytes:
        """The mail, of about `size` bytes without its attachment; 0 is plain text alone."""
        parts = self.parts
        house = sender.rpartition("@")[2].rstrip(">")
        head = parts.trace(house, at) if relayed else ""
        head += parts.headers(at, sender, to, subject, _message_id(number), before or [])
        head += bulk
        cites = [f"On {at:%d %B} {to.partition('<')[0].strip()} wrote:", *(f"> {one}" for one in quoted)]
        text = "\n\n".join(lines) + "\n" + ("\n" + "\n".join(cites) + "\n" if quoted else "")
        pieces = [parts.text(text, "text/plain")]
        left = size - len(head) - len(pieces[0])
        if left > 400:
            links = "".join(
                f"{parts.sentence()}\n{parts.link(house)}\n\n" for _ in range(left // 5000 if bulk else 0)
            )
            pieces[0] = parts.text(text + "\n" + links, "text/plain")
            left = size - len(head) - len(pieces[0])
            pieces.append(parts.text(parts.html(house, lines, int(left * 0.9)), "text/html"))
        if invite:
            pieces.append(parts.text(invite.replace("\n", "\r\n"), "text/calendar; method=REQUEST"))
        body = pieces[0] if len(pieces) == 1 else parts.multipart("alternative", pieces)
        if attached:
            body = parts.multipart("mixed", [body, parts.attachment(number)])
        return head.encode() + b"MIME-Version: 1.0\n" + body


def _message_id(number: int) -> str:
    return f"<{base64.b32encode(number.to_bytes(5, 'big')).decode().lower()}.{number}@sample.example>"
