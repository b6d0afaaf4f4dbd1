"""One connection to the scripted server: command by command."""

from __future__ import annotations

import base64
import contextlib
import re
import threading
from typing import TYPE_CHECKING

from tests.servers.imap import fetch, search
from tests.servers.imap.mail import Folder
from tests.servers.imap.wire import (
    Command,
    Token,
    literal,
    mailbox_name,
    modified_utf7,
    numbers,
    read_command,
)

if TYPE_CHECKING:
    from typing import BinaryIO

    from tests.servers.imap.server import ScriptedImap

# What changes a mailbox, or may: a reader sends none of them.
FORBIDDEN = frozenset(
    "SELECT STORE COPY MOVE APPEND EXPUNGE CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE SETMETADATA".split()
)


class HangUpError(Exception):
    """The script ends the connection here."""


class Session:
    def __init__(self, server: ScriptedImap, stream: BinaryIO) -> None:
        self._server = server
        self._script = server.script
        self._stream = stream
        self._writing = threading.Lock()
        self._signed_in = False
        self._folder: Folder | None = None
        self._modseqs = not server.script.modseq_needs_enable
        self._opened_any = False
        self.idling = False

    def run(self) -> None:
        with contextlib.suppress(HangUpError, OSError):
            self._say(self._script.greeting)
            if self._script.greeting.startswith("* BYE"):
                return
            while command := read_command(self._stream, lambda: self._say("+ OK")):
                self._server.note(command)
                self._handle(command)
                if command.name == "LOGOUT":
                    return

    def tell(self, folder: Folder, line: str) -> None:
        """Says a line to a client that idles in this folder."""
        if self.idling and self._folder is folder:
            with contextlib.suppress(OSError):
                self._say(line)

    def _say(self, line: str) -> None:
        self._write(line.encode() + b"\r\n")

    def _write(self, raw: bytes) -> None:
        with self._writing:
            self._stream.write(raw)
            self._stream.flush()

    def _handle(self, command: Command) -> None:
        step = self._server.step(command)
        if step is not None:
            if step.change is not None:
                step.change(self._server.folders)
            for line in step.says:
                self._say(line)
            if step.answer:
                self._say(f"{command.tag} {step.answer}")
            if step.hang_up:
                raise HangUpError
            if step.answer:
                return
        self._say(f"{command.tag} {self._answer(command)}")

    def _answer(self, command: Command) -> str:
        """Does it, and returns the status and the text of the tagged line."""
        before = {
            "CAPABILITY": self._capability,
            "LOGIN": self._login,
            "AUTHENTICATE": self._authenticate,
            "NOOP": self._noop,
            "LOGOUT": self._logout,
        }
        after = {
            "ENABLE": self._enable,
            "LIST": self._list,
            "LSUB": self._list,
            "EXAMINE": self._open,
            "SELECT": self._open,
            "STATUS": self._status,
            "ID": self._id,
            "NAMESPACE": self._namespace,
        }
        inside = {
            "SEARCH": self._search,
            "UID SEARCH": self._search,
            "FETCH": self._fetch,
            "UID FETCH": self._fetch,
            "IDLE": self._idle,
            "CLOSE": self._close,
            "UNSELECT": self._close,
        }
        doing = before.get(command.name)
        if doing is None and self._signed_in:
            doing = after.get(command.name)
            if doing is None and self._folder is not None:
                doing = inside.get(command.name)
        if doing is None:
            return f"BAD {command.name} is not known here, or not now"
        try:
            return doing(command)
        except (fetch.UnknownItemError, search.UnknownKeyError) as error:
            return f"BAD unknown: {error}"

    # Before signing in

    def _capability(self, command: Command) -> str:
        self._say("* CAPABILITY " + " ".join(self._script.capabilities))
        return "OK done"

    def _login(self, command: Command) -> str:
        if command.arguments[1:] != [self._script.password.encode()]:
            return "NO [AUTHENTICATIONFAILED] Authentication failed."
        self._signed_in = True
        return "OK Logged in"

    def _authenticate(self, command: Command) -> str:
        words = command.arguments
        if len(words) < 2:
            self._say("+ ")
            words.append(self._stream.readline().strip())
        said = base64.b64decode(words[1] if isinstance(words[1], bytes) else b"")
        match = re.fullmatch(rb"user=[^\x01]*\x01auth=Bearer ([^\x01]*)\x01\x01", said)
        if match and match[1] == self._script.token.encode():
            self._signed_in = True
            return "OK Logged in"
        # The client answers with nothing: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
        self._say("+ " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode())
        self._stream.readline()
        return "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"

    def _noop(self, command: Command) -> str:
        if self._folder is not None:
            self._say(f"* {len(self._folder.messages)} EXISTS")
        return "OK done"

    def _logout(self, command: Command) -> str:
        self._say("* BYE Logging out")
        return "OK done"

    # Signed in

    def _enable(self, command: Command) -> str:
        known = [word for word in command.arguments if word in (b"CONDSTORE", b"QRESYNC")]
        self._modseqs = self._modseqs or (bool(known) and not self._opened_any)
        self._say("* ENABLED" + "".join(f" {word.decode()}" for word in known if isinstance(word, bytes)))
        return "OK done"

    def _id(self, command: Command) -> str:
        self._say("* ID NIL")
        return "OK done"

    def _namespace(self, command: Command) -> str:
        self._say('* NAMESPACE (("" "/")) NIL NIL')
        return "OK done"

    def _list(self, command: Command) -> str:
        patterns = [word for word in command.arguments if isinstance(word, bytes)]
        pattern = re.escape(patterns[1] if len(patterns) > 1 else b"*")
        fits = re.compile(pattern.replace(rb"\*", b".*").replace(b"%", b"[^/]*"), re.DOTALL)
        for folder in self._server.folders:
            raw = modified_utf7(folder.name)
            if not fits.fullmatch(raw):
                continue
            delimiter = f'"{folder.delimiter}"' if folder.delimiter else "NIL"
            name = literal(raw) if folder.as_literal else mailbox_name(folder.name)
            line = f"* {command.name} ({' '.join(folder.attributes)}) {delimiter} ".encode()
            self._write(line + name + b"\r\n")
        return "OK done"

    def _named(self, token: Token) -> Folder | None:
        for folder in self._server.folders:
            if modified_utf7(folder.name) == token and "\\Noselect" not in folder.attributes:
                return folder
            if isinstance(token, bytes) and token.upper() == b"INBOX" == folder.name.upper().encode():
                return folder
        return None

    def _open(self, command: Command) -> str:
        self._folder, self._opened_any = self._named(command.arguments[0]), True
        folder = self._folder
        if folder is None:
            return "NO [NONEXISTENT] Unknown mailbox"
        self._say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)")
        self._say("* OK [PERMANENTFLAGS ()] Nothing can be changed")
        self._say(f"* {len(folder.messages)} EXISTS")
        self._say("* 0 RECENT")
        self._say(f"* OK [UIDVALIDITY {folder.uidvalidity}] UIDs valid")
        if folder.next > 0:
            self._say(f"* OK [UIDNEXT {folder.next}] Predicted next UID")
        if not folder.modseqs:
            self._say("* OK [NOMODSEQ] No permanent mod-sequences")
        elif self._modseqs:
            self._say(f"* OK [HIGHESTMODSEQ {folder.modseq}] Highest")
        return "OK [READ-ONLY] done" if command.name == "EXAMINE" else "OK [READ-WRITE] done"

    def _status(self, command: Command) -> str:
        folder = self._named(command.arguments[0])
        if folder is None:
            return "NO [NONEXISTENT] Unknown mailbox"
        asked = command.arguments[1]
        values = {
            b"MESSAGES": len(folder.messages),
            b"UIDNEXT": folder.next,
            b"UIDVALIDITY": folder.uidvalidity,
            b"RECENT": 0,
        }
        if b"UNSEEN" in asked:
            values[b"UNSEEN"] = sum("\\Seen" not in message.flags for message in folder.messages)
        if folder.modseqs:
            values[b"HIGHESTMODSEQ"] = folder.modseq
        known = [word for word in asked if isinstance(word, bytes) and word in values]
        pairs = b" ".join(b"%s %d" % (word, values[word]) for word in known)
        self._write(b"* STATUS %s (%s)\r\n" % (mailbox_name(folder.name), pairs))
        return "OK done"

    # In a folder

    def _close(self, command: Command) -> str:
        self._folder = None
        return "OK done"

    def _search(self, command: Command) -> str:
        assert self._folder is not None
        keys = command.arguments
        if keys[:1] == [b"CHARSET"]:
            keys = keys[2:]
        found = search.search(self._folder, keys)
        by_uid = command.name == "UID SEARCH"
        line = "".join(f" {message.uid if by_uid else number}" for number, message in found)
        if b"MODSEQ" in keys and found:
            line += f" (MODSEQ {max(message.modseq for _, message in found)})"
        self._say("* SEARCH" + line)
        return "OK done"

    def _fetch(self, command: Command) -> str:
        assert self._folder is not None
        folder, asked = self._folder, command.arguments[0]
        if not isinstance(asked, bytes) or not folder.messages:
            return "OK done"
        if command.name == "UID FETCH":
            runs = [folder.by_uid(*ends) for ends in numbers(asked, folder.messages[-1].uid)]
        else:
            runs = [folder.by_number(*ends) for ends in numbers(asked, len(folder.messages))]
        chosen = {number: message for run in runs for number, message in run}
        items = fetch.wanted(command.arguments[1])
        modifiers = command.arguments[2] if len(command.arguments) > 2 else []
        if isinstance(modifiers, list) and modifiers[:1] == [b"CHANGEDSINCE"]:
            since = int(modifiers[1]) if isinstance(modifiers[1], bytes) else 0
            chosen = {number: message for number, message in chosen.items() if message.modseq > since}
            items = [*items, "MODSEQ"]
        gmail = "X-GM-EXT-1" in self._script.capabilities
        for reply in fetch.replies(folder, list(chosen.values()), items, self._script, gmail=gmail):
            self._write(reply)
            if not reply.endswith(b")\r\n") and b" FETCH (" in reply:
                raise HangUpError  # cut short
        return "OK done"

    def _idle(self, command: Command) -> str:
        self.idling = True
        self._say("+ idling")
        self._server.idlers.release()
        for line in self._script.idle_says:
            self._say(line)
        if self._script.idle_hangs_up:
            raise HangUpError
        done = self._stream.readline()
        self.idling = False
        if done.strip().upper() != b"DONE":
            raise HangUpError
        self._server.commands.append("DONE")
        return "OK done"
