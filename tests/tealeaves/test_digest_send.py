"""`digest --send`: the mail that arrives, when none is sent, and what is said when it cannot be."""

from __future__ import annotations

import asyncio
import contextlib
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import keyring
import pytest
import stamina

from ingest.credentials import Secret
from store.store import open_store
from tealeaves.post.deliver import Patience, Server, deliver
from tealeaves.post.refusals import NotSentError
from tests.servers.certificate import make_certificate
from tests.servers.proxy import Action, Fault, Proxy, proxy
from tests.servers.smtp import Sink, smtp_sink
from tests.tealeaves import post
from tests.tealeaves.signin.conftest import FileKeyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.tealeaves.conftest import Said
    from tests.tealeaves.person import Person

AS_OF = "2026-08-09T20:00:00+01:00"  # a Sunday, in week 32
ROBIN = "robin.hale@postbox.example"
PASSWORD = "geheim-Ä-7431"


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """The pauses between attempts have no length."""
    stamina.set_testing(True, attempts=100, cap=True)
    yield
    stamina.set_testing(False)


@dataclass
class Post:
    """Robin, who has mail of a search and a mail server."""

    person: Person
    sink: Sink

    def configure(
        self, *lines: str, to: str = ROBIN, sender: str = "", ca_file: object = None, port: int = 0
    ) -> None:
        trusted = ca_file or self.sink.certificate.ca_file
        server = (
            f'[digest]\nto = "{to}"\nsender = "{sender}"\n[digest.smtp]\nhost = "{self.sink.host}"\n'
            f'port = {port or self.sink.port}\nsecurity = "{self.sink.security}"\nca_file = "{trusted}"\n'
        )
        how = lines or (f'user = "{self.sink.user}"', 'password_env = "SMTP_SECRET"')
        self.person.write(server + "\n".join(how) + "\n")

    def send(self, *more: str, as_of: str = AS_OF) -> Said:
        return self.person.run("digest", "--send", "--as-of", as_of, *more)


@pytest.fixture
def at(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Post]]:
    """Robin at a mail server of this security."""
    with contextlib.ExitStack() as running:

        def start(security: str = "starttls", **more: Any) -> Post:
            sink = running.enter_context(smtp_sink(tmp_path, security, **more))
            sink.password = PASSWORD
            monkeypatch.setenv("SMTP_SECRET", PASSWORD)
            found = Post(person, sink)
            found.configure()
            box = tmp_path / "search.mbox"
            made = post.interview(1, 0)
            made.replace_header("From", '"Søren Bjørk (Harbor & Vine)" <soeren@harborvine.example>')
            box.write_bytes(post.boxed(made.as_bytes()))
            assert person.run("import", box).code == 0
            return found

        yield start


def one_line(said: Said, code: int) -> str:
    assert (said.code, said.out) == (code, ""), said.err
    [line] = said.err.splitlines()
    assert line.startswith("tealeaves: ")
    return line


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_digest_arrives_as_text_and_html_over_tls_and_signed_in(
    at: Callable[..., Post], security: str
) -> None:
    robin = at(security)
    said = robin.send()
    assert (said.code, said.err) == (0, "")
    assert said.out == f"Sent the digest of 2026-W32 to {ROBIN}.\n"
    [taken] = robin.sink.taken
    assert (taken.sender, taken.recipients) == (ROBIN, [ROBIN])
    assert (taken.over_tls, taken.user) == (True, "robin")
    mail = taken.mail
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    for part, form in ((text, "text"), (html, "html")):
        shown = robin.person.run("digest", "--as-of", AS_OF, "--format", form).out
        assert part.get_content().splitlines() == shown.splitlines()
    assert "Harbor & Vine" in text.get_content()


def test_the_headers_say_what_it_is(at: Callable[..., Post]) -> None:
    robin = at()
    robin.send()
    mail = robin.sink.taken[0].mail
    assert mail["From"] == f"tealeaves <{ROBIN}>"
    assert mail["To"] == f"Robin Hale <{ROBIN}>"
    assert mail["Subject"] == "Job search, week 32: 1 new"
    assert str(mail["Message-ID"]).startswith("<digest.2026-W32.")
    assert str(mail["Message-ID"]).endswith("@tealeaves.invalid>")
    assert mail["List-Id"] == '"tealeaves weekly digest" <digest.tealeaves.invalid>'
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] is None
    assert isinstance(parsedate_to_datetime(mail["Date"]), datetime)


def test_every_line_can_pass_any_server(at: Callable[..., Post]) -> None:
    robin = at()
    robin.send()
    raw = robin.sink.taken[0].raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_server_is_not_told_the_name_of_this_machine(at: Callable[..., Post]) -> None:
    robin = at()
    robin.send()
    assert robin.sink.taken[0].greeted_as == "[127.0.0.1]"


def test_who_sends_and_who_reads_may_be_others(at: Callable[..., Post]) -> None:
    robin = at()
    robin.configure(to="robin@elsewhere.example", sender="robot@postbox.example")
    assert robin.send().code == 0
    [taken] = robin.sink.taken
    assert (taken.sender, taken.recipients) == ("robot@postbox.example", ["robin@elsewhere.example"])
    assert taken.mail["From"] == "tealeaves <robot@postbox.example>"


def test_a_week_is_mailed_once(at: Callable[..., Post]) -> None:
    robin = at()
    robin.send()
    said = robin.send()
    assert said.code == 0
    assert said.out.startswith(f"The digest of 2026-W32 went to {ROBIN} on ")
    assert said.out.endswith("; --again sends it once more.\n") and said.out.count("\n") == 1
    assert len(robin.sink.taken) == 1
    assert robin.send("--again").out == f"Sent the digest of 2026-W32 to {ROBIN}.\n"
    first, second = (taken.mail["Message-ID"] for taken in robin.sink.taken)
    assert first != second


def test_of_two_who_send_at_once_one_does(at: Callable[..., Post], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second one comes while the server has not yet answered the first."""
    robin = at()
    real = robin.sink.handle_DATA
    second: list[tuple[str, str]] = []

    async def meanwhile(server: Any, session: Any, envelope: Any) -> str:
        if not second:
            other = robin.person.start("digest", "--send", "--as-of", AS_OF)
            second.append(await asyncio.to_thread(other.communicate))
        return await real(server, session, envelope)

    monkeypatch.setattr(robin.sink, "handle_DATA", meanwhile)
    assert robin.send().code == 0
    [(out, err)] = second
    assert out == "" and err.endswith("another process is sending one; try again later\n")
    assert len(robin.sink.taken) == 1
    assert robin.send("--again").code == 0  # the right to send was given back


def test_the_next_week_and_another_reader_get_theirs(at: Callable[..., Post]) -> None:
    robin = at()
    robin.send()
    robin.send(as_of="2026-08-10T08:00:00+01:00")
    robin.configure(to="robin@elsewhere.example")
    robin.send()
    assert [taken.mail["Subject"].partition(":")[0] for taken in robin.sink.taken] == [
        "Job search, week 32", "Job search, week 33", "Job search, week 32"
    ]  # fmt: skip
    robin.configure(to="Robin@Elsewhere.example")  # the same
    robin.send()
    assert len(robin.sink.taken) == 3


def test_the_week_is_that_of_the_persons_clock(at: Callable[..., Post]) -> None:
    robin = at()
    robin.send(as_of="2026-08-09T23:30:00+00:00")  # Monday in London
    assert "week 33" in robin.sink.taken[0].mail["Subject"]
    robin.send("--week", "2026-W32", as_of="2026-08-12")
    assert "week 32" in robin.sink.taken[1].mail["Subject"]


def test_json_says_what_was_sent(at: Callable[..., Post]) -> None:
    robin = at()
    sent = json.loads(robin.send("--json").out)
    message_id = robin.sink.taken[0].mail["Message-ID"]
    told = {"sent": True, "message_id": message_id, "week": "2026-W32", "to": ROBIN}
    assert sent == told
    assert json.loads(robin.send("--json").out) == {**told, "sent": False}


def test_it_is_sent_and_written(at: Callable[..., Post], tmp_path: Path) -> None:
    robin = at()
    file = tmp_path / "week.md"
    robin.send("-o", str(file))
    assert file.read_text("utf-8").startswith("# ")
    assert len(robin.sink.taken) == 1


def test_a_form_without_a_file_means_nothing_to_a_mail(at: Callable[..., Post]) -> None:
    robin = at()
    assert "-o FILE" in one_line(robin.send("--format", "markdown"), 2)
    assert "only with --send" in one_line(robin.person.run("digest", "--again"), 2)
    assert not robin.sink.taken


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        ("", "digest.to and digest.smtp missing"),
        (f'[digest]\nto = "{ROBIN}"\n', "digest.smtp missing"),
        ('[digest]\nsmtp = { host = "smtp.example.org" }\n', "digest.to missing"),
    ],
)
def test_without_a_server_it_says_which_keys_to_write(person: Person, lines: str, keys: str) -> None:
    person.write(lines)
    line = one_line(person.run("digest", "--send"), 2)
    assert keys in line
    assert 'to = "you@example.org" and smtp = { host =' in line


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('to = "Robin <r@b.example>"', 'digest.to: "Robin <r@b.example>" is not an address'),
        ('to = "a@b.example\\r\\nBcc: c@d.example"', "is not an address"),
        ('sender = "a@b@c"', "digest.sender: "),
        ('smtp = { host = "a b" }', "digest.smtp.host: "),
        ('smtp = { host = "mail.example", security = "none" }', "use tls or starttls"),
        ('smtp = { host = "mail.example", password_env = "X" }', "digest.smtp.user: missing"),
        (
            'smtp = { host = "m.example", user = "a", password_env = "X", password_file = "y" }',
            "one place for the password",
        ),
    ],
)
def test_a_mistake_in_the_configuration_is_one_line(person: Person, lines: str, why: str) -> None:
    person.write(f"[digest]\n{lines}\n")
    assert why in one_line(person.run("digest", "--send"), 2)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("trusted", ["nobody", "another authority"])
def test_a_certificate_that_cannot_be_trusted_gets_no_mail_and_no_password(
    at: Callable[..., Post], tmp_path: Path, security: str, trusted: str
) -> None:
    robin = at(security)
    (tmp_path / "other").mkdir()
    robin.configure(ca_file=make_certificate(tmp_path / "other").ca_file)
    if trusted == "nobody":
        path = robin.person.folder / "config.toml"
        path.write_text(path.read_text().replace("ca_file", "# ca_file"))
    line = one_line(robin.send(), 1)
    assert "its certificate cannot be trusted" in line and "ca_file of [digest] smtp" in line
    assert robin.sink.asked == []


def test_an_authority_that_cannot_be_read_is_one_line(at: Callable[..., Post]) -> None:
    robin = at()
    robin.configure(ca_file="nowhere.pem")
    assert "nowhere.pem cannot be used: No such file or directory" in one_line(robin.send(), 1)


def test_a_server_without_encryption_gets_nothing(at: Callable[..., Post]) -> None:
    robin = at("none")
    robin.sink.security = "starttls"  # what the configuration says
    robin.configure()
    assert "offers no STARTTLS" in one_line(robin.send(), 1)
    robin.sink.security = "tls"
    robin.configure()
    assert "no secure connection" in one_line(robin.send(), 1)
    assert robin.sink.asked == []


@pytest.mark.parametrize("methods", [(), ("PLAIN",)], ids=["PLAIN", "LOGIN"])
def test_a_wrong_password_is_tried_once_and_needs_the_person(
    at: Callable[..., Post], monkeypatch: pytest.MonkeyPatch, methods: tuple[str, ...]
) -> None:
    robin = at(methods=methods)
    monkeypatch.setenv("SMTP_SECRET", "wrong-" + PASSWORD)
    line = one_line(robin.send(), 4)
    assert "sign-in refused (535" in line and "look at user and password" in line
    assert robin.sink.asked == ["AUTH"]
    monkeypatch.setenv("SMTP_SECRET", PASSWORD)
    assert robin.send().code == 0


@pytest.mark.parametrize("form", ["words", "code"])
def test_a_password_that_the_server_repeats_is_not_shown(
    at: Callable[..., Post], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    robin = at()
    monkeypatch.setenv("SMTP_SECRET", "geheim-7431")
    repeated = "geheim-7431" if form == "words" else b64encode(b"\0robin\0geheim-7431").decode()
    robin.sink.refusal = f"535 5.7.8 no such password: {repeated}"
    line = one_line(robin.send(), 4)
    assert repeated not in line and "no such password: ***" in line
    debugged = robin.send("--debug")
    assert (debugged.code, "Traceback" in debugged.err) == (4, True)
    assert repeated not in debugged.err


@pytest.mark.parametrize("missing", ["variable", "program"])
def test_a_password_that_is_nowhere_needs_the_person(
    at: Callable[..., Post], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    robin = at()
    if missing == "variable":
        monkeypatch.delenv("SMTP_SECRET")
    else:
        robin.configure('user = "robin"', 'password_command = ["/nowhere/pass"]')
    assert one_line(robin.send(), 4).startswith("tealeaves: digest.smtp: password_")
    assert robin.sink.asked == []


def test_the_keyring_keeps_the_password_under_the_name_of_the_table(
    at: Callable[..., Post], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    robin = at()
    robin.configure('user = "robin"')
    ring = FileKeyring(tmp_path / "keyring.json")
    monkeypatch.setattr(keyring.core, "_keyring_backend", ring)
    assert "keyring set tealeaves digest.smtp" in one_line(robin.send(), 4)
    ring.set_password("tealeaves", "digest.smtp", PASSWORD)
    assert robin.send().code == 0


def test_a_server_that_wants_a_sign_in_says_so(at: Callable[..., Post]) -> None:
    robin = at()
    robin.configure('user = ""')
    assert "set user in [digest] smtp" in one_line(robin.send(), 4)


def test_a_server_may_ask_for_no_sign_in(at: Callable[..., Post]) -> None:
    robin = at("none", signs_in=False)
    robin.configure('user = ""')
    assert robin.send().code == 0
    assert robin.sink.taken[0].user == ""


@pytest.mark.parametrize(
    ("command", "answer", "why"),
    [
        ("RCPT", "550 5.1.1 no such user", f"refuses {ROBIN} (550 5.1.1 no such user); look at digest.to"),
        ("MAIL", "553 5.7.1 not yours", f"refuses the sender {ROBIN} (553 5.7.1 not yours)"),
        ("DATA", "554 5.7.1 spam", "does not take it (554 5.7.1 spam)"),
    ],
)
def test_a_refusal_is_one_line_and_not_tried_again(
    at: Callable[..., Post], command: str, answer: str, why: str
) -> None:
    robin = at()
    robin.sink.answers[command] = [answer] * 9
    assert why in one_line(robin.send(), 1)
    assert robin.sink.asked.count(command) == 1
    robin.sink.answers.clear()
    assert robin.send().code == 0  # what was not taken was not noted


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_what_may_pass_is_tried_again(at: Callable[..., Post], command: str) -> None:
    robin = at()
    robin.sink.answers[command] = ["451 4.3.0 busy"] * 2
    assert robin.send().code == 0
    assert robin.sink.asked.count(command) == 3
    robin.sink.answers[command] = ["451 4.3.0 busy"] * 9
    line = one_line(robin.send("--again"), 1)
    assert "(451 4.3.0 busy); try again later" in line
    assert len(robin.sink.taken) == 1


def test_a_password_that_cannot_be_checked_now_is_no_wrong_one(at: Callable[..., Post]) -> None:
    robin = at()
    robin.sink.password = "another"
    robin.sink.refusal = "454 4.7.0 Temporary authentication failure"
    assert "try again later" in one_line(robin.send(), 1)


@pytest.mark.parametrize("action", [Action.CUT, Action.RESET])
@pytest.mark.parametrize("at_word", [0, b"220 ", b"235 ", b"354 "])
def test_a_server_that_dies_is_asked_again(
    at: Callable[..., Post], action: Action, at_word: int | bytes
) -> None:
    robin = at("none")
    with proxy_of(robin, {1: Fault(action, at_word), 2: Fault(action, at_word)}) as between:
        assert robin.send().code == 0
        assert len(between.connections) == 3
    assert robin.sink.taken


@pytest.mark.parametrize("action", [Action.CUT, Action.RESET])
def test_a_server_that_dies_each_time_is_one_line(at: Callable[..., Post], action: Action) -> None:
    robin = at("none")
    with proxy_of(robin, {number: Fault(action, b"354 ") for number in range(1, 9)}) as between:
        assert "the connection breaks" in one_line(robin.send(), 1)
        assert len(between.connections) == 3
    assert not robin.sink.taken


@pytest.mark.parametrize("at_word", [0, b"235 ", b"354 "])
def test_a_server_that_hangs_is_left_after_a_while(at: Callable[..., Post], at_word: int | bytes) -> None:
    robin = at("none")
    with proxy_of(robin, {1: Fault(Action.STALL, at_word)}) as between:
        server = Server("127.0.0.1", between.port, "none", user="robin")
        with pytest.raises(NotSentError, match="no answer; try again later"):
            deliver(b"x\r\n", ROBIN, ROBIN, server, Secret(PASSWORD), Patience(timeout_seconds=0.3))
        assert len(between.connections) == 1


@pytest.mark.parametrize("host", ["nobody.invalid", "a" * 63 + "." + "b" * 63 + "." + "c" * 63 + ".d" * 40])
def test_a_host_that_is_not_there_is_one_line(at: Callable[..., Post], host: str) -> None:
    robin = at()
    robin.sink.host = host
    robin.configure()
    assert "no such host, or no network" in one_line(robin.send(), 1)


def test_a_port_where_nobody_listens_is_one_line(at: Callable[..., Post]) -> None:
    robin = at()
    with proxy("127.0.0.1", 1) as gone:
        port = gone.port
    robin.configure(port=port)
    assert "nothing listens there" in one_line(robin.send(), 1)


def test_a_digest_that_could_not_be_noted_was_sent(
    at: Callable[..., Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is gone between the server's answer and the note."""
    robin = at()
    real = robin.sink.handle_DATA

    async def and_break(server: Any, session: Any, envelope: Any) -> str:
        answer = await real(server, session, envelope)
        with open_store(robin.person.url, now=post.NOW) as store, store._writing() as connection:
            connection.exec_driver_sql("DROP TABLE mailed_digests")
        return answer

    monkeypatch.setattr(robin.sink, "handle_DATA", and_break)
    assert "the digest was sent, but this could not be noted" in one_line(robin.send(), 1)


@contextlib.contextmanager
def proxy_of(robin: Post, faults: dict[int, Fault]) -> Iterator[Proxy]:
    with proxy("127.0.0.1", robin.sink.port, faults) as between:
        robin.sink.host = "127.0.0.1"
        robin.configure(port=between.port)
        yield between
