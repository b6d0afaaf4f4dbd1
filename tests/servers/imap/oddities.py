"""BODYSTRUCTUREs that break RFC 3501 7.4.2, in shapes that servers were seen to send, for `Message.says`."""

from __future__ import annotations

TEXT = b'("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 12 1 NIL NIL NIL NIL)'
PDF = b'("application" "pdf" NIL NIL NIL "base64" 900 NIL ("attachment" ("filename" "a.pdf")) NIL)'

ODD_STRUCTURES = {
    "none at all": b"NIL",
    "an empty list": b"()",
    # gh:emersion/go-imap/issues/701
    "a multipart without parts": b'(("alternative" ("boundary" "b") NIL NIL)%s "mixed" NIL NIL NIL)' % PDF,
    # gh:jstedfast/MailKit/issues/1393
    "NIL in place of parts": b'(NIL "alternative" ("boundary" "b") NIL NIL NIL)',
    # gh:jstedfast/MailKit/issues/371
    "a type without a subtype": b'(%s("x-zip" ("boundary" "") NIL NIL "base64" 356) "mixed")' % TEXT,
    # gh:emersion/go-imap/issues/659
    "quotes that are not escaped": b'(%s("application" "pdf" NIL NIL """" "base64" 9) "mixed")' % TEXT,
    # gh:jstedfast/MailKit/issues/919
    "a disposition that is no list": b'("text" "plain" NIL NIL NIL "7bit" 12 1 NIL "inline" NIL NIL)',
    # gh:javaee/javamail/issues/278
    "words in place of a disposition": b'(%s%s "mixed" ("boundary" "b") "S/MIME message" NIL)' % (TEXT, PDF),
    # gh:emersion/go-imap/issues/659: servers that give no extension data at all
    "no extension data": b'("text" "plain" NIL NIL NIL "7bit" 12 1)',
    "no number of lines": b'("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 12)',
    "NIL in place of a size": b'("text" "plain" NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)',
    "a size that lies": b'("text" "plain" NIL NIL NIL "7bit" 4294967296 0 NIL NIL NIL NIL)',
    "parts that the mail does not have": b'(%s%s%s "mixed" ("boundary" "b") NIL NIL NIL)' % (TEXT, TEXT, PDF),
    "a thousand levels": b"(" * 1000 + TEXT + b' "mixed")' * 1000,
}
