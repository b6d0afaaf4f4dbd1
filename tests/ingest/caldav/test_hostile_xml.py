"""Whatever a server sends, it is read or refused; nothing hangs and nothing else is raised."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.caldav import answers, choice, hrefs, tree
from ingest.caldav.tree import GarbledError
from ingest.errors import SourceError
from tests.ingest.caldav.desk import Desk, sync
from tests.servers.caldav.dav import Answer

if TYPE_CHECKING:
    from tests.servers.caldav.server import CalDavServer
    from tests.servers.caldav.store import Calendar

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<d:multistatus xmlns:d="DAV:"><d:response><d:href>&d;</d:href></d:response></d:multistatus>"""
FILE = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><d:multistatus xmlns:d="DAV:">&e;
</d:multistatus>"""
RIGHT = b"""<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response>
<d:href>/home/jobs/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>
<d:displayname>Work</d:displayname><d:sync-token>token</d:sync-token><d:current-user-principal><d:href>/me/
</d:href></d:current-user-principal></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
<d:sync-token>token</d:sync-token></d:multistatus>"""


@pytest.mark.parametrize("raw", [LAUGHS, FILE, LAUGHS.decode().encode("utf-16"), b"\xef\xbb\xbf" + LAUGHS])
def test_a_document_type_is_refused(raw: bytes) -> None:
    with pytest.raises(GarbledError):
        tree.read(raw)


def test_depth_and_number_of_elements_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tree.read(b"<a>" * 50 + b"</a>" * 50) is not None
    with pytest.raises(GarbledError):
        tree.read(b"<a>" * 100_000)
    monkeypatch.setattr(tree, "MOST_ELEMENTS", 10)
    with pytest.raises(GarbledError):
        tree.read(b"<a>" + b"<b/>" * 20 + b"</a>")
    attributes = b" ".join(b'a%d=""' % number for number in range(50))
    with pytest.raises(GarbledError):
        tree.read(b"<a " + attributes + b"/>")


def test_the_number_of_responses_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_RESPONSES", 1)
    with pytest.raises(GarbledError):
        answers.multistatus(RIGHT.replace(b"</d:response>", b"</d:response><d:response/>"), "https://a.test/")


def test_a_byte_order_mark_and_empty_lines_before_it_are_no_harm() -> None:
    for raw in (b"\xef\xbb\xbf" + RIGHT, b"\r\n\n " + RIGHT, RIGHT.decode().encode("utf-16")):
        assert answers.multistatus(raw, "https://a.test/").token == "token"


@given(st.binary() | st.text().map(str.encode))
@example(b"")
@example(b"<a xmlns='")
@example(b"<?xml version='1.0' encoding='nonsense'?><a/>")
@example(b"<a:b/>")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(GarbledError):
        answers.multistatus(raw, "https://a.test/")
    assert isinstance(answers.conditions(raw), frozenset)


@given(
    st.lists(st.tuples(st.integers(0, len(RIGHT)), st.integers(0, 40), st.binary(max_size=12)), max_size=4)
)
def test_an_answer_with_anything_changed_in_it_is_read_or_refused(
    changes: list[tuple[int, int, bytes]],
) -> None:
    raw = RIGHT
    for at, length, other in changes:
        raw = raw[:at] + other + raw[at + length :]
    try:
        found = answers.multistatus(raw, "https://a.test/")
    except GarbledError:
        return
    for one in found.responses:
        choice.listed(one)
        hrefs.name(one.url)
        one.addresses("{DAV:}current-user-principal")


@given(st.text(max_size=60))
@example("//[")
@example("https://a.test:x/")
@example("http://robin@a.test/")
@example("/%ff%2F%23#frag?x")
@example("?")
@example("\x00")
def test_any_href_is_an_address_or_none(href: str) -> None:
    url = hrefs.absolute("https://a.test/home/", href)
    if url:
        assert urlsplit(url).scheme in ("http", "https")
        assert "#" not in hrefs.name(url)
        assert "/" not in hrefs.name(url)
        assert hrefs.path(url).isascii()
        assert hrefs.name(url) == hrefs.name(hrefs.absolute("https://a.test/home/", hrefs.path(url))) or (
            hrefs.name(url) in ("", ".", "..")
        )
        hrefs.may_sign_in("https://a.test/", url)


@given(st.text(alphabet="ab/%2Fé ~-_@", max_size=30))
def test_an_href_means_the_same_however_it_is_escaped(path: str) -> None:
    from urllib.parse import quote, unquote

    one = hrefs.absolute("https://a.test/", "/x" + quote(path))
    other = hrefs.absolute(
        "https://a.test/", "/x" + "".join(f"%{octet:02x}" if octet != 47 else "/" for octet in path.encode())
    )
    assert unquote(one) == unquote(other)
    assert (hrefs.name(one), hrefs.path(one)) == (hrefs.name(other), hrefs.path(other))


@pytest.mark.parametrize("raw", [LAUGHS, FILE, b"", b"<", RIGHT[:200], b"\x00" * 500, b"<a/>"])
def test_a_server_that_talks_nonsense_is_an_error_of_one_line(
    server: CalDavServer, calendar: Calendar, raw: bytes
) -> None:
    for kind in ("whose", "list", "sync-collection"):
        server.faults.clear()
        server.on(
            lambda asked, kind=kind: kind == "whose" or asked.kind == kind,  # type: ignore[misc]
            Answer(207, raw, {"Content-Type": "application/xml"}),
            times=None,
        )
        desk = Desk()
        try:
            sync(server.url, desk)
        except SourceError as error:
            assert "\n" not in str(error)
