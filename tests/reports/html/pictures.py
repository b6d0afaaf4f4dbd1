"""Are two pictures of a page the same to the eye?

Each is kept at half size in few colours: small enough for the repository, large enough to be looked at. To
compare them, four by four pixels of the page become one. That levels how letters are drawn, which changes
between versions of Chromium and of FreeType, and leaves where they stand, how large they are, what colour.

Measured: letters a fifth of a pixel bolder, or all of them a third of a pixel aside, change up to 0.3 % of a
picture by so much; another accent colour 0.5 %, bold names in a plain face 0.7 %.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from pathlib import Path

DIFFERS = 24  # of 255, in one channel
MOST = 0.003  # share of the pixels
COLOURS = 48


def kept(png: bytes) -> Image.Image:
    """A screenshot at half size, in few colours."""
    full = Image.open(io.BytesIO(png)).convert("RGB")
    return full.reduce(2).quantize(COLOURS, dither=Image.Dither.NONE)


def write(picture: Image.Image, file: Path) -> None:
    picture.save(file, optimize=True)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ, 1.0 for pictures of other sizes."""
    if one.size != other.size:
        return 1.0
    first, second = (picture.convert("RGB").reduce(2) for picture in (one, other))
    channels = ImageChops.difference(first, second).split()
    largest = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    counts = largest.histogram()
    return sum(counts[DIFFERS:]) / sum(counts)
