"""What a search found, as JSON."""

from __future__ import annotations

import json

from reports.render.plain import plain
from reports.render.snippet import marked, snippet
from reports.render.times import iso
from store.search.query import Query
from store.search.types import Findings, Hit

LONGEST = 200
"""Characters of a snippet."""


def found_json(found: Findings, query: Query) -> str:
    """How many there are, and the best of them; `marks` are the places of the words in what is above them."""
    value = {"total": found.total, "messages": [_hit(one, query) for one in found.hits]}
    return json.dumps(value, ensure_ascii=False)


def _hit(hit: Hit, query: Query) -> dict[str, object]:
    subject = marked(hit.subject, query)
    line = snippet((hit.text, *hit.others), query, LONGEST)
    return {
        "message_id": hit.message_id,
        "at": iso(hit.at),
        "author": hit.author.value,
        "from": plain(hit.sender.email) if hit.sender else "",
        "name": plain(hit.sender.name) if hit.sender else "",
        "application": hit.application or None,
        "company": plain(hit.company),
        "role": plain(hit.role),
        "agency": plain(hit.agency),
        "subject": subject.text,
        "subject_marks": subject.marks,
        "snippet": line.text,
        "marks": line.marks,
    }
