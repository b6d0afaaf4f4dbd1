"""A mail server that keeps what it is given (aiosmtpd), for tests that send."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
import threading
import warnings
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.servers.certificate import Certificate, make_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """One mail as the server took it."""

    sender: str
    recipients: list[str]
    raw: bytes
    over_tls: bool
    user: str  # who had signed in
    greeted_as: str  # what the client called itself

    @property
    def mail(self) -> EmailMessage:
        read = message_from_bytes(self.raw, policy=default)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class Sink:
    """What the server got, and what a test wants it to do."""

    security: str
    port: int
    certificate: Certificate
    user: str = "robin"
    password: str = "secret"
    refusal: str = ""  # what it says to a wrong password, instead of "535 5.7.8 …"
    answers: dict[str, list[str]] = field(default_factory=dict)  # to MAIL, RCPT, DATA: the next ones
    taken: list[Taken] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # MAIL, RCPT, DATA, AUTH, one for each time
    host: str = "localhost"

    def next_answer(self, command: str) -> str:
        self.asked.append(command)
        given = self.answers.get(command)
        return given.pop(0) if given else ""

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.asked.append("AUTH")
        given = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode())
        right = given == (self.user, self.password)
        # With `handled`, aiosmtpd takes it that the client was answered, and never answers.
        if right or not self.refusal:
            return AuthResult(success=right, handled=False, auth_data=self.user)
        return AuthResult(success=False, handled=False, message=self.refusal)

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refused := self.next_answer("MAIL"):
            return refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refused := self.next_answer("RCPT"):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if refused := self.next_answer("DATA"):
            return refused
        over_tls = server.transport.get_extra_info("sslcontext") is not None
        user = session.auth_data or ""
        content = envelope.content
        self.taken.append(
            Taken(envelope.mail_from, envelope.rcpt_tos, content, over_tls, user, session.host_name)
        )
        return "250 OK"


@contextlib.contextmanager
def smtp_sink(
    folder: Path, security: str = "starttls", *, signs_in: bool = True, methods: tuple[str, ...] = ()
) -> Iterator[Sink]:
    """The server, running: security "starttls", "tls" or "none". `methods` are ways to sign in that it does
    not offer."""
    certificate = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain_file, certificate.key_file)
    listener = socket.create_server(("127.0.0.1", 0))
    sink = Sink(security, listener.getsockname()[1], certificate)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # each refused handshake is a traceback there
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)

    def session() -> SMTP:
        with warnings.catch_warnings():  # "requiring AUTH without TLS": that is what a test wants
            warnings.simplefilter("ignore")
            return SMTP(
                sink,
                hostname="localhost",
                tls_context=context if security == "starttls" else None,
                require_starttls=security == "starttls",
                authenticator=sink.authenticate,
                auth_required=signs_in,
                auth_require_tls=security == "starttls",
                auth_exclude_mechanism=methods,
                loop=loop,
            )

    served = context if security == "tls" else None
    server = loop.run_until_complete(loop.create_server(session, sock=listener, ssl=served))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
