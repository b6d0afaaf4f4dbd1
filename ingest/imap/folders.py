"""Which folders are read: found by what they are for, not by their names (RFC 6154)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

INBOX = "INBOX"
_SPECIAL = ("\\all", "\\archive", "\\drafts", "\\flagged", "\\junk", "\\sent", "\\trash", "\\important")
# Names of sent mail where the server does not say which folder it is, as servers and clients write them.
_SENT_NAMES = frozenset(
    "sent|sent items|sent messages|sent mail|sent-mail|gesendet|gesendete elemente|gesendete objekte|"
    "éléments envoyés|messages envoyés|envoyés|enviados|elementos enviados|posta inviata|inviata|"
    "verzonden items|verzonden|skickat|sendt|sende elementer|lähetetyt|wysłane|elementy wysłane|"
    "отправленные|itens enviados|已发送|送信済み".split("|")
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as LIST names it, decoded from modified UTF-7."""

    name: str
    flags: frozenset[str]  # attributes in lower case: "\\sent", "\\noselect", …
    delimiter: str = "/"

    @property
    def use(self) -> str:
        """Its special use: "sent", "all", "archive", …; "" where it has none."""
        return next((flag[1:] for flag in _SPECIAL if flag in self.flags), "")

    @property
    def can_open(self) -> bool:
        return not self.flags & {"\\noselect", "\\nonexistent"}

    @property
    def label(self) -> str:
        """What its mail is labelled with: "Sent" whatever the folder is called, else the name."""
        return "Sent" if self.use == "sent" else self.name


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read, and what of the wish list is not there."""

    folders: tuple[Folder, ...]
    missing: tuple[str, ...] = ()


def chosen(listing: Iterable[Folder], wanted: Iterable[str], *, gmail: bool) -> Choice:
    """The folders to read. Those that a person names are read and no others.

    Else the inbox, sent mail, and the archive or, where there is none, the folder of all mail. On Gmail
    all mail alone: every other folder shows the same messages once more
    (https://developers.google.com/workspace/gmail/imap/imap-extensions).
    """
    there = [folder for folder in listing if folder.can_open]
    names = tuple(wanted)
    if names:
        found = [_named(name, there) for name in names]
        return Choice(
            tuple(dict.fromkeys(folder for folder in found if folder)),
            tuple(name for name, folder in zip(names, found, strict=True) if folder is None),
        )
    whole = [folder for folder in there if folder.use == "all"]
    if gmail and whole:
        return Choice((whole[0],))
    inbox = [folder for folder in there if folder.name.upper() == INBOX]
    sent = [folder for folder in there if folder.use == "sent"] or _called_sent(there)
    archive = [folder for folder in there if folder.use == "archive"] or whole
    missing = () if inbox else (INBOX,)
    return Choice(tuple(dict.fromkeys((*inbox, *sent, *archive))), missing)


def _named(name: str, there: list[Folder]) -> Folder | None:
    """The folder of that name (INBOX in any case, RFC 3501 §5.1), or of that special use: "\\Sent"."""
    for folder in there:
        if folder.name == name or folder.name.upper() == INBOX == name.upper():
            return folder
    use = name.lower().removeprefix("\\") if name.startswith("\\") else ""
    return next((folder for folder in there if use and folder.use == use), None)


def _called_sent(there: list[Folder]) -> list[Folder]:
    """Sent mail by name, where no folder is marked as it: at the top, or right under the inbox."""
    found: list[Folder] = []
    for folder in there:
        parent, _, last = folder.name.rpartition(folder.delimiter)
        if last.casefold() in _SENT_NAMES and parent.upper() in ("", INBOX, "[GMAIL]"):
            found.append(Folder(folder.name, folder.flags | {"\\sent"}, folder.delimiter))
    return found[:1]
