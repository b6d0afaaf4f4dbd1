from __future__ import annotations

import pytest

from classify.applications.labels import abridges
from classify.applications.mentioned import mentions, mentions_short, shortened


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("any news from Halden?", "Halden Freight", True),
        ("any news from halden?", "Halden Freight", False),
        ("the Haldenberg fair", "Halden Freight", False),
        ("Monday at noon", "Monday Motors", False),
        ("Energy prices", "Energy Partners", False),
        ("Halden", "Halden", False),
    ],
)
def test_a_long_name_is_shortened_to_its_first_word(text: str, name: str, found: bool) -> None:
    assert mentions_short(text, name) is found


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        ("There is no change at Halden yet", "Halden Freight", "Halden"),
        ("There is no change at Halden Freight yet", "Halden Freight", ""),
        ("Good luck with it", "Good Energy", ""),
        ("we met at Halden.", "Halden Freight", "Halden"),
    ],
)
def test_a_short_name_is_learnt_only_inside_a_sentence(text: str, name: str, short: str) -> None:
    assert shortened(text, name) == short


@pytest.mark.parametrize(
    ("label", "name", "fits"),
    [
        ("mirrorfield-health", "Mirrorfield Community Health Trust", True),
        ("mirrorfieldhealth", "Mirrorfield Community Health Trust", True),
        ("mirrorfieldtrust", "Mirrorfield Community Health Trust", True),
        ("mirrorfield", "Mirrorfield Community Health Trust", False),
        ("mirrorfield-bank", "Mirrorfield Community Health Trust", False),
        ("health-trust", "Mirrorfield Community Health Trust", False),
        ("metaverse", "Meta Universe Labs", False),
        ("", "Meta", False),
        ("acme", "", False),
    ],
)
def test_a_label_may_leave_out_words_of_a_name(label: str, name: str, fits: bool) -> None:
    assert abridges(label, name) is fits


def test_a_known_name_is_found_as_whole_words() -> None:
    assert mentions("at Röder & Co. today", "Roder Co")
    assert not mentions("the Metaverse", "Meta")
