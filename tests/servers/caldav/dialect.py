"""How one provider's server differs from another's, as their documents and their users' reports tell it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Dialect:
    """A plain server that has everything, unless told otherwise."""

    well_known: str = "/dav/"  # where /.well-known/caldav leads; "": nowhere
    roots: tuple[str, ...] = ("/", "/dav/")  # that tell who is asking
    page: str = ""  # a path that answers with a page for people, whatever is asked
    principal: str = "/dav/principals/robin/"
    tells_principal: bool = True
    home: str = "/dav/calendars/robin/"
    host: str = ""  # of home, where it is another one: "p34-caldav.icloud.test"
    has_sync: bool = True  # sync-collection
    lists_reports: bool = True  # supported-report-set
    lists_tokens: bool = True  # a sync-token in the list of calendars
    lists_ctag: bool = True
    no_sync_status: int = 501
    page_size: int = 0  # changes in one answer; the rest comes by 507
    has_multiget: bool = True
    most_documents: int = 0  # in one multiget, the others are passed over in silence
    has_query: bool = True
    absolute: bool = False  # hrefs with scheme and host
    escapes_all: bool = False  # hrefs with more escapes than there have to be
    etags: str = "strong"  # "weak", "none"
    lists_itself: bool = True
    stale: tuple[int, bool] = (403, True)  # status for an unknown token, and whether it names why
    offers: str = 'Basic realm="calendars"'  # WWW-Authenticate
    takes_passwords: bool = True


PLAIN = Dialect()
RADICALE = replace(PLAIN, well_known="/", roots=("/",), principal="/robin/", home="/robin/", etags="strong")
# https://docs.nextcloud.com/server/latest/user_manual/en/groupware/sync_ios.html: its address is
# /remote.php/dav; what stands at / is a page.
NEXTCLOUD = replace(
    PLAIN,
    well_known="/remote.php/dav/",
    roots=("/remote.php/dav/",),
    page="/",
    principal="/remote.php/dav/principals/users/robin/",
    home="/remote.php/dav/calendars/robin/",
)
# https://github.com/mrvladus/Errands/issues/309: nothing is at /.
FASTMAIL = replace(
    PLAIN,
    well_known="/dav/calendars",
    roots=("/dav/calendars", "/dav/calendars/", "/dav/"),
    principal="/dav/principals/user/robin@fastmail.test/",
    home="/dav/calendars/user/robin@fastmail.test/",
)
# Everybody's calendars are at one of many hosts (https://github.com/memrynote/memry/issues/1399).
ICLOUD = replace(
    PLAIN,
    well_known="",
    roots=("/",),
    principal="/1234567/principal/",
    home="/1234567/calendars/",
    host="p34-caldav.icloud.test",
    lists_tokens=False,
    lists_ctag=False,
    lists_reports=False,
    absolute=True,
    offers='X-MobileMe-AuthToken realm="MMCalDav", Basic realm="MMCalDav"',
)
# No sync-token, by the notes of https://github.com/python-caldav/caldav on posteo.de and GMX.
POSTEO = replace(PLAIN, has_sync=False, lists_reports=False, lists_tokens=False)
# By the same notes: no current-user-principal (calendar.mail.ru).
MAILRU = replace(PLAIN, tells_principal=False, roots=(), home="/dav/", has_sync=False, lists_reports=False)
SOGO = replace(
    PLAIN,
    well_known="/SOGo/dav/",
    roots=("/SOGo/dav/",),
    principal="/SOGo/dav/robin/",
    home="/SOGo/dav/robin/Calendar/",
    has_query=False,
    escapes_all=True,
)
ZIMBRA = replace(
    PLAIN, well_known="/dav/", principal="/principals/users/robin/", home="/dav/robin/", has_sync=False,
    no_sync_status=403,
)  # fmt: skip
BAIKAL = replace(
    PLAIN,
    well_known="/dav.php",
    roots=("/dav.php", "/dav.php/"),
    principal="/dav.php/principals/robin/",
    home="/dav.php/calendars/robin/",
)
# Zoho gives no more than 1,000 of a multiget (https://github.com/ridafkih/keeper.sh/issues/461).
ZOHO = replace(PLAIN, most_documents=3, has_sync=False)
GOOGLE = replace(
    PLAIN,
    well_known="/caldav/v2/",
    roots=("/caldav/v2/",),
    takes_passwords=False,
    offers='Bearer realm="https://accounts.google.com/"',
)
ALL = {
    "plain": PLAIN, "radicale": RADICALE, "nextcloud": NEXTCLOUD, "fastmail": FASTMAIL, "posteo": POSTEO,
    "mailru": MAILRU, "sogo": SOGO, "zimbra": ZIMBRA, "baikal": BAIKAL, "zoho": ZOHO,
}  # fmt: skip
