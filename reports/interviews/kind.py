"""How an interview is held: by telephone, by video, or on site; and whether by a panel.

The place comes first, then the title, then what people write in the description, then the link: programs put
links into every invite, and "join by phone" below each of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.invites.links import is_meeting
from reports.interviews.types import Interview
from reports.wordlists import folded, table, whole

CALL, VIDEO, ON_SITE, PANEL = "call", "video", "on site", "panel"

_LINK = re.compile(r"https?://[^\s<>\"']{4,2000}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d[\d ()./-]{6,24}\d")
_WORD = re.compile(r"[^\W\d_]+\.?")
_POSTCODE = re.compile(
    r"\b\d{4,5}\b.*[^\W\d_]{3}"  # "10115 Berlin"
    r"|\b[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}\b"  # "EC2A 4NE"
    r"|^\d{1,4}[a-z]? [^\W\d_]{3}"  # "12 High Holborn"
    r"|[^\W\d_]{3,} \d{1,4}[a-z]?,"  # "Lindenallee 22, Frankfurt"
)


def held(one: Interview) -> str:
    """CALL, VIDEO or ON_SITE; "" where nothing tells."""
    return _held(one.summary, one.location[:2000], one.description[:4000], one.link)


@lru_cache(maxsize=256)  # a report looks at each interview more than once
def _held(title: str, location: str, description: str, link: str) -> str:
    place, summary = folded([location]), folded([title])
    description = folded([description]).replace("’", "'")
    by_link = is_meeting(link) or any(is_meeting(found) for found in _LINK.findall(location))
    bare = _LINK.sub(" ", place).strip(" ;,-|")
    if _is_address(bare) and not _says("place", "video", bare):
        return ON_SITE
    by_place = VIDEO if by_link and _LINK.search(place) else ""
    by_place = by_place or next((how for how in (VIDEO, CALL) if _says("place", how, bare)), "")
    by_place = by_place or (CALL if _NUMBER.fullmatch(bare) else "")
    by_title = next((how for how in (VIDEO, CALL, ON_SITE) if _says("summary", how, summary)), "")
    if by_place:
        in_a_room = by_title == ON_SITE and _says("place", "room", bare)  # "Room 4; Microsoft Teams Meeting"
        return ON_SITE if in_a_room else by_place
    if by_title:
        return by_title
    if _says("description", CALL, description):
        return CALL
    if _says("description", ON_SITE, description) or (_is_somewhere(bare) and not by_link):
        return ON_SITE
    return VIDEO if by_link or _says("description", VIDEO, description) else ""


def is_panel(one: Interview, count: int, least: float) -> bool:
    """Whether several interview at once: at least `least` of them, or the invite says so."""
    said = folded([one.summary, one.description[:1000]])
    said = whole(tuple(table("kinds")["panel"]["unless"])).sub(" ", said)
    return count >= least or bool(whole(tuple(table("kinds")["panel"]["words"])).search(said))


def _says(section: str, how: str, text: str) -> bool:
    return bool(text) and bool(_pattern(section, how).search(text))


@cache
def _pattern(section: str, how: str) -> re.Pattern[str]:
    return whole(tuple(table("kinds")[section][how.replace(" ", "_")]))


def _is_somewhere(place: str) -> bool:
    return bool(_WORD.search(place)) and place not in table("kinds")["place"]["nowhere"]


def _is_address(place: str) -> bool:
    """Whether it is an address of the post: a street, a number, a postcode."""
    words = _WORD.findall(place)
    ends = tuple(table("kinds")["place"]["address_ends"])
    street = _says("place", "address", place) or any(word.endswith(ends) for word in words)
    return len(words) > 1 and any(c.isdigit() for c in place) and (street or bool(_POSTCODE.search(place)))
