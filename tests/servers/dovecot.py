"""A throw-away Dovecot on loopback ports, for root and for ordinary users, gone with who started it."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import string
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.certificate import Certificate, make_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
USERS = 1000
PASSWORD = "secret"
PATIENCE_SECONDS = 20
CAPABILITY = "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS UNSELECT SPECIAL-USE"
# Where the two lines of versions differ, beyond their dovecot-*.conf. Both were run: 2.3.19 and 2.4.1.
WITHOUT_CONDSTORE = {
    "2.3": f"imap_capability = {CAPABILITY}",
    "2.4": "imap_capability {\n  CONDSTORE = no\n  QRESYNC = no\n}",
}
OAUTH = {
    "2.3": "passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = $folder/oauth2.conf\n}",
    "2.4": "oauth2 {\n  !include $folder/oauth2.conf\n}",
}
INTROSPECTION = """introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


class MissingDovecotError(Exception):
    """What is needed and not installed here."""


@dataclass(frozen=True, slots=True)
class Options:
    condstore: bool = True  # False: a server that does not offer CONDSTORE (nor QRESYNC)
    introspection_url: str | None = None  # who answers for tokens: XOAUTH2 and OAUTHBEARER are offered then
    mail_format: str = "maildir"  # or "sdbox", whose files nobody but Dovecot can write
    keep_alive_seconds: int = 120  # between the "* OK Still here" of an IDLE


@dataclass(slots=True)
class Dovecot:
    """A server with the users u0, u1, … of the password `secret`."""

    folder: Path
    certificate: Certificate
    uid: int  # whose the mail is
    gid: int
    port: int = 0  # plain, and STARTTLS
    tls_port: int = 0
    host: str = "127.0.0.1"
    version: str = "2.3"
    process: subprocess.Popen[bytes] | None = None
    options: Options = field(default_factory=Options)

    @property
    def ca_file(self) -> Path:
        return self.certificate.ca_file

    @property
    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text(errors="replace")

    def start(self) -> None:
        """Starts it (again): the mail is what it was, the ports are the same where they are still free."""
        for _ in range(5):
            if self._started():
                return
            self.port = self.tls_port = 0  # somebody else got hold of one in between
        raise RuntimeError(f"Dovecot did not start: {self._last_words()}")

    def stop(self) -> None:
        """Ends it and every session, as a power cut does. On SIGTERM, sessions would outlive the master."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE_SECONDS)
            self.process = None
            # A child of it may take a moment longer to go, and a new master refuses sockets that answer.
            shutil.rmtree(self.folder / "run", ignore_errors=True)
            (self.folder / "run").mkdir(exist_ok=True)

    def doveadm(self, *arguments: str) -> str:
        """What doveadm printed. It takes 15 ms: prefer files where they do."""
        command = [_program("doveadm"), "-c", str(self.folder / "dovecot.conf"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def _started(self) -> bool:
        self.port, self.tls_port = self.port or _free_port(), self.tls_port or _free_port()
        (self.folder / "dovecot.conf").write_text(_settings(self))
        command = [_program("dovecot"), "-F", "-c", str(self.folder / "dovecot.conf")]
        if setpriv := shutil.which("setpriv"):
            command = [setpriv, "--pdeathsig", "TERM", *command]
        with (self.folder / "stdout").open("wb") as output:
            # A session of its own: one signal reaches the master and all that it started.
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._greets():
            if self.process.poll() is not None:
                if "Address already in use" in self._last_words():
                    return False
                raise RuntimeError(f"Dovecot did not start: {self._last_words()}")
            if time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"Dovecot does not answer: {self._last_words()}")
            time.sleep(0.01)
        return True

    def _greets(self) -> bool:
        """Whether this server, by its own name, answers on the port: another might sit there."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection((self.host, self.port), 1) as probe,
            probe.makefile("rb") as lines,
        ):
            return self.folder.name.encode() in lines.readline()
        return False

    def _last_words(self) -> str:
        return ((self.folder / "stdout").read_text(errors="replace") + self.log)[-800:]


@contextlib.contextmanager
def dovecot(options: Options | None = None) -> Iterator[Dovecot]:
    """A running Dovecot. Raises MissingDovecotError where none is installed that this can start."""
    version = _version()
    # Not pytest's own folder: its path is too long for a Unix socket, and closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))
    folder.chmod(0o755)
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    server = Dovecot(folder, make_certificate(folder), user.pw_uid, user.pw_gid, version=version)
    server.options = options or Options()
    try:
        for name in ("run", "state", "mail", "rawlog"):
            (folder / name).mkdir()
        (folder / "dovecot.log").touch()
        for name in ("mail", "rawlog", "dovecot.log"):
            os.chown(folder / name, server.uid, server.gid)
        users = "".join(f"u{number}:{{PLAIN}}{PASSWORD}\n" for number in range(USERS))
        (folder / "passwd").write_text(users)
        if server.options.introspection_url:
            (folder / "oauth2.conf").write_text(INTROSPECTION.format(url=server.options.introspection_url))
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _version() -> str:
    _program("doveadm")  # rather now than in the middle of a test
    said = subprocess.run([_program("dovecot"), "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"\d+\.\d+", said.stdout)
    if not found or found[0] not in OAUTH:
        raise MissingDovecotError(f"Dovecot 2.3 or 2.4 is needed; this is {said.stdout.strip() or 'neither'}")
    return found[0]


def _program(name: str) -> str:
    found = shutil.which(
        name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
    )
    if not found:
        raise MissingDovecotError(f"{name} is not installed (sudo apt install dovecot-imapd)")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _settings(server: Dovecot) -> str:
    values = {
        "folder": str(server.folder),
        "name": server.folder.name,
        "user": pwd.getpwuid(server.uid).pw_name,
        "group": grp.getgrgid(server.gid).gr_name,
        "uid": server.uid,
        "gid": server.gid,
        "first_uid": min(server.uid, 1000),
        "first_gid": min(server.gid, 1000),
        "chain_file": server.certificate.chain_file,
        "key_file": server.certificate.key_file,
        "port": server.port,
        "tls_port": server.tls_port,
        "mail_format": server.options.mail_format,
        "keep_alive_seconds": server.options.keep_alive_seconds,
        "mechanisms": "plain login",
        "oauth": "",
        "capability": "",
    }
    if server.options.introspection_url:
        values["mechanisms"] = "plain login xoauth2 oauthbearer"
        values["oauth"] = string.Template(OAUTH[server.version]).substitute(values)
    if not server.options.condstore:
        values["capability"] = WITHOUT_CONDSTORE[server.version]
    settings = Path(__file__).with_name(f"dovecot-{server.version}.conf").read_text()
    return string.Template(settings).substitute(values)
