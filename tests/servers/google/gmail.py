"""The methods of the Gmail API. developers.google.com/workspace/gmail/api/reference/rest/v1/…"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google import fields, payload
from tests.servers.google.errors import bad_request, not_found
from tests.servers.google.history import KINDS
from tests.servers.google.pages import Page, Tokens
from tests.servers.google.search import listed, search

if TYPE_CHECKING:
    from tests.servers.google.fields import Mask
    from tests.servers.google.mail import Mail
    from tests.servers.google.mailbox import Mailbox
    from tests.servers.google.wire import Request

_MOST = 500  # messages.list and history.list; 100 where nothing is asked


class Gmail:
    def __init__(self, mail: Mailbox, violations: list[str]) -> None:
        self._box = mail
        self._violations = violations
        self._pages = Tokens("mail page")
        self._history_pages = Tokens("history page")
        self._attachments = Tokens("attachment")
        self.bodies: list[str] = []  # ids of the messages whose text was asked for, in order

    def call(self, request: Request, mask: Mask) -> Any:
        """The answer of the method `request.name`. Raises RefusedError."""
        if request.arguments["userId"] not in ("me", self._box.address):
            raise bad_request(f"Delegation denied for {self._box.address}")
        match request.name:
            case "profile":
                return self._profile()
            case "labels.list":
                return {"labels": self._box.labels.listed()}
            case "messages.list":
                return self._list(request)
            case "messages.get":
                return self._get(request, mask)
            case "attachments.get":
                return self._attachment(request)
            case _:
                return self._history(request)

    def _profile(self) -> Any:
        """users/getProfile"""
        mails = self._box.mails.values()
        return {
            "emailAddress": self._box.address,
            "messagesTotal": len(mails),
            "threadsTotal": len({mail.thread for mail in mails}),
            "historyId": self._box.history_id,
        }

    def _list(self, request: Request) -> Any:
        """users.messages/list: "each message resource contains only an id and a threadId"."""
        token = request.value("pageToken")
        page = self._pages.meaning(token) if token else self._found(request)
        if page is None:
            raise bad_request("Invalid pageToken", location=("parameter", "pageToken"))
        entries, following = page.cut(self._size(request), empty=request.empty)
        made: dict[str, Any] = {"messages": entries} if entries else {}
        if following is not None:
            made["nextPageToken"] = self._pages.give(following)
        return made | {"resultSizeEstimate": _estimate(len(page.entries), self._size(request))}

    def _found(self, request: Request) -> Page:
        wanted = search(request.value("q"), self._box.labels)
        self._violations += [f"a search for {name}:, which nothing answers" for name in wanted.unknown]
        label_ids = request.query.get("labelIds", [])
        for label in label_ids:
            if label not in self._box.labels.names:
                raise bad_request(f"Invalid label: {label}")
        everywhere = request.true("includeSpamTrash")
        return Page(
            tuple(
                {"id": mail.id, "threadId": mail.thread}
                for mail in self._box.newest()
                if listed(mail, wanted, label_ids, with_spam_and_trash=everywhere)
            )
        )

    def _get(self, request: Request, mask: Mask) -> Any:
        """users.messages/get, and its Format: minimal, metadata, full (where nothing is asked), raw."""
        mail = self._box.mails.get(request.arguments["id"])
        if mail is None:
            if not request.arguments["id"].isalnum():
                raise bad_request("Invalid id value")
            raise not_found()
        how = request.value("format", "full").lower()
        made = _minimal(mail, mask)
        if how in ("full", "raw"):
            self._note_body(mail)
        if how == "metadata":
            made["payload"] = self._head(mail, request.query.get("metadataHeaders", []))
        elif how == "raw":
            made["raw"] = payload.encoded(mail.raw)
        elif how == "full":
            made["payload"] = payload.tree(
                mail.parsed,
                lambda part: "ANGjdJ" + self._attachments.give((mail.id, part)),
                text_in_place=self._box.text_in_place,
            )
            if self._box.decodes_headers:
                _decode(made["payload"])
        return made

    def _head(self, mail: Mail, wanted: list[str]) -> Any:
        names = {name.lower() for name in wanted}
        headers = [
            {"name": name, "value": value}
            for name, value in mail.headers
            if not names or name.lower() in names
        ]
        made: dict[str, Any] = {"mimeType": mail.kind}
        if headers:
            made["headers"] = headers
        if self._box.decodes_headers:
            _decode(made)
        return made

    def _attachment(self, request: Request) -> Any:
        """users.messages.attachments/get: data and size only."""
        found = self._attachments.meaning(request.arguments["id"].removeprefix("ANGjdJ"))
        mail = self._box.mails.get(request.arguments["messageId"])
        if mail is None:
            raise not_found()
        if found is None or found[0] != mail.id:
            raise bad_request("Invalid attachment token")
        self._note_body(mail)
        data = dict(payload.bodies(mail.parsed))[found[1]]
        return {"size": len(data), "data": payload.encoded(data)}

    def _history(self, request: Request) -> Any:
        """users.history/list"""
        token = request.value("pageToken")
        page = self._history_pages.meaning(token) if token else self._since(request)
        if page is None:
            raise bad_request("Invalid pageToken", location=("parameter", "pageToken"))
        entries, following = page.cut(self._size(request), empty=request.empty)
        made: dict[str, Any] = {"history": entries} if entries else {}
        if following is not None:
            made["nextPageToken"] = self._history_pages.give(following)
        return made | {"historyId": page.about}

    def _since(self, request: Request) -> Page:
        start = request.value("startHistoryId")
        if not start:
            raise bad_request("Missing/invalid parameter: startHistoryId")
        if not (start.isascii() and start.isdigit()):
            raise bad_request(f"Invalid value at 'start_history_id' (TYPE_UINT64), \"{start}\"")
        changes = self._box.history.since(int(start))
        if changes is None:
            raise not_found()
        wanted = frozenset(request.query.get("historyTypes", KINDS))
        label = request.value("labelId")
        records = (change.record(wanted) for change in changes if not label or label in change.labels)
        return Page(tuple(filter(None, records)), about=self._box.history_id)

    def _size(self, request: Request) -> int:
        """maxResults: 100 where it is not given, and never more than 500."""
        said = request.value("maxResults", "100")
        if not said.isdigit():
            raise bad_request(f"Invalid value at 'max_results' (TYPE_UINT32), \"{said}\"")
        if int(said) > _MOST:
            self._violations.append(f"maxResults={said}, more than {_MOST}")
        return min(int(said) or 100, _MOST, self._box.page_size or _MOST)

    def _note_body(self, mail: Mail) -> None:
        self.bodies.append(mail.id)
        self._violations += [f"the text of a {one}" for one in ("CHAT", "DRAFT") if one in mail.labels]


def _minimal(mail: Mail, mask: Mask) -> dict[str, Any]:
    made: dict[str, Any] = {"id": mail.id, "threadId": mail.thread}
    if mail.labels:
        made["labelIds"] = list(mail.labels)
    if fields.wants(mask, "snippet"):  # it takes parsing
        made["snippet"] = mail.snippet
    return made | {
        "sizeEstimate": len(mail.raw),
        "historyId": str(mail.history_id),
        "internalDate": str(mail.at_ms),
    }


def _estimate(found: int, size: int) -> int:
    """An estimate indeed: Gmail says 201 for more than two pages' worth, whatever there is."""
    return found if found <= size else max(201, size + 1)


def _decode(part: dict[str, Any]) -> None:
    for header in part.get("headers", []):
        header["value"] = payload.decoded_words(header["value"])
    for child in part.get("parts", []):
        _decode(child)
