"""A mail put together again from its parts."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.imap import structure
from ingest.imap.answers import answers
from ingest.mime.parse import parse
from ingest.outline import rebuild, tree
from ingest.types import Message, Place, RawMail
from tests.servers.imap import parts as server

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80)
names = st.sampled_from(["offer.pdf", "Über uns.pdf", 'a "quoted" name.png', "履歴書.docx", "a;b=c.bin"])
HEADER = (
    "From: Jo <jo@firm.example>\r\nMessage-ID: <1@firm.example>\r\nDate: Mon, 2 Mar 2026 09:15:00 +0000\r\n"
)


@st.composite
def mails(draw: st.DrawFn, level: int = 0) -> EmailMessage:
    one = EmailMessage()
    one["From"], one["Message-ID"] = "Jo <jo@firm.example>", f"<{level}@firm.example>"
    one["Date"], one["Subject"] = "Mon, 2 Mar 2026 09:15:00 +0000", f"level {level}"
    cte = draw(st.sampled_from(["quoted-printable", "base64", "8bit"]))
    one.set_content(draw(texts) + "\n", cte=cte)
    if draw(st.booleans()):
        one.add_related(b"\x89PNG" * draw(st.integers(1, 300)), "image", "png", cid="<1@x>")
    if draw(st.booleans()):
        one.add_alternative(f"<p>{draw(st.sampled_from(['Hello', 'Grüße']))}</p>\n", "html")
    for _ in range(draw(st.integers(0, 2))):
        data = draw(st.binary(min_size=1, max_size=900))
        one.add_attachment(data, "application", "octet-stream", filename=draw(names))
    if level < 2 and draw(st.booleans()):
        one.add_attachment(draw(mails(level + 1)))
    return one


def told(message: Message) -> tuple[Any, ...]:
    """What has to be the same; of attachments all but the size."""
    return (
        message.key,
        message.subject,
        message.text,
        [(one.name, one.content_type) for one in message.attachments],
        [told(one) for one in message.forwarded],
    )


@settings(deadline=None, max_examples=150)
@given(mails())
def test_a_mail_of_its_wanted_parts_is_read_as_the_whole_mail(mail: EmailMessage) -> None:
    raw = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n", max_line_length=900))
    line = b"1 (UID 1 BODYSTRUCTURE %s)" % server.structure(raw)
    root = structure.read(answers([line])[1][b"BODYSTRUCTURE"])
    assert root is not None
    wanted = tree.wanted(root)
    fetched = {name: server.section(raw, name) or b"" for name in rebuild.sections(root, wanted)}
    rebuilt = rebuild.mail(server.Part(raw).header, root, wanted, fetched)
    one, other = (parse(RawMail(each, Place("", ""))) for each in (rebuilt, raw))
    assert isinstance(one, Message)
    assert isinstance(other, Message)
    assert told(one) == told(other)
    for ours, theirs in zip(one.attachments, other.attachments, strict=True):
        assert abs(ours.size - theirs.size) <= 0.03 * theirs.size + 3
