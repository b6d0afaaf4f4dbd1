"""Encryption: verified, always, against real handshakes."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.errors import SourceError
from ingest.tls import tls_context
from tests.servers.certificate import Certificate, make_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def server(certificate: Certificate, highest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Iterator[int]:
    """The port of somebody who shakes hands once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = highest
    context.load_cert_chain(certificate.chain_file, certificate.key_file)

    def shake() -> None:
        with contextlib.suppress(OSError):
            accepted, _ = listening.accept()
            with accepted, context.wrap_socket(accepted, server_side=True) as secured:
                secured.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=shake, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
    thread.join(5)


def shakes(port: int, context: ssl.SSLContext, name: str = "localhost") -> str | None:
    """The version that both agreed on. Raises ssl.SSLError."""
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        context.wrap_socket(plain, server_hostname=name) as secured,
    ):
        return secured.version()


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


def test_a_server_of_an_unknown_authority_is_refused(certificate: Certificate) -> None:
    with server(certificate) as port, pytest.raises(ssl.SSLCertVerificationError):
        shakes(port, tls_context())


@pytest.mark.parametrize("trusted", ["ca_file", "chain_file"])
def test_a_file_names_an_authority_or_the_servers_own_certificate(
    certificate: Certificate, trusted: str
) -> None:
    with server(certificate) as port:
        assert shakes(port, tls_context(str(getattr(certificate, trusted)))) == "TLSv1.3"


def test_a_name_that_is_not_in_the_certificate_is_refused(certificate: Certificate) -> None:
    context = tls_context(str(certificate.ca_file))
    with server(certificate) as port, pytest.raises(ssl.SSLCertVerificationError):
        shakes(port, context, "imap.example.org")


def test_with_a_file_nobody_else_is_trusted(certificate: Certificate, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    context = tls_context(str(make_certificate(other).ca_file))
    with server(certificate) as port, pytest.raises(ssl.SSLCertVerificationError):
        shakes(port, context)


def test_the_oldest_version_is_what_was_asked_for(certificate: Certificate) -> None:
    with server(certificate, ssl.TLSVersion.TLSv1_2) as port:
        assert shakes(port, tls_context(str(certificate.ca_file), "1.2")) == "TLSv1.2"
    with server(certificate, ssl.TLSVersion.TLSv1_2) as port, pytest.raises(ssl.SSLError):
        shakes(port, tls_context(str(certificate.ca_file), "1.3"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file"), (b"", "no certificate in PEM form"), (b"\xff" * 20, "no certificate")],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourceError, match=said) as raised:
        tls_context(str(file))
    assert str(file) in str(raised.value)
    assert "\n" not in str(raised.value)
