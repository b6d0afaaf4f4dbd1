"""The second reader's weights, as `make model` wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify.model.features import known_runs
from classify.types import Speaker

if TYPE_CHECKING:
    from classify.model.features import Floats, Runs

FOLDER = Path(__file__).parent
RELEVANT = "(relevant)"  # stands beside the signals in what the whole of a text is asked


@dataclass(frozen=True)
class Weights:
    """One speaker's model. Matrices hold a row for each feature; whole numbers, times `scale` of the column.

    A sentence is asked for each of `signals`: by its own words (`here`) and pieces, by the sentence before
    and the one after, and by all of the text (`around`). The whole is asked for these and for `RELEVANT`.
    """

    signals: tuple[str, ...]
    names: str  # of the runs of words, a line for each
    runs: Runs
    pieces: dict[str, int]
    sentence_idf: tuple[Floats, Floats]  # of words, of pieces
    whole_idf: tuple[Floats, Floats]
    sentence_words: Any  # [here | before | after], each a column for a signal
    sentence_pieces: Any
    whole_words: Any  # [around | whole]: the first a column for a signal, the second one more
    whole_pieces: Any
    scales: tuple[Floats, Floats, Floats, Floats]  # of the four matrices, in this order
    sentence_bias: Floats
    whole_bias: Floats

    @cached_property
    def words(self) -> dict[str, int]:
        """The numbers of the runs by their names: large, and `runs` knows the same of whole texts."""
        return _numbered(self.names)


@cache
def weights(speaker: Speaker) -> Weights:
    """The model of what this speaker says. Raises OSError where the installation is broken."""
    import numpy as np

    with np.load(path(speaker), allow_pickle=False) as data:
        names, pieces = (data[name].tobytes().decode() for name in ("words", "pieces"))
        matrices = ("sentence_words", "sentence_pieces", "whole_words", "whole_pieces")
        return Weights(
            signals=tuple(data["signals"].tolist()),
            names=names,
            runs=known_runs(names),
            pieces=_numbered(pieces),
            sentence_idf=(data["sentence_idf_words"], data["sentence_idf_pieces"]),
            whole_idf=(data["whole_idf_words"], data["whole_idf_pieces"]),
            # Row by row: what a text needs of a matrix are some of its rows.
            sentence_words=np.ascontiguousarray(data["sentence_words"]),
            sentence_pieces=np.ascontiguousarray(data["sentence_pieces"]),
            whole_words=np.ascontiguousarray(data["whole_words"]),
            whole_pieces=np.ascontiguousarray(data["whole_pieces"]),
            scales=tuple(data[f"{name}_scale"] for name in matrices),
            sentence_bias=data["sentence_bias"],
            whole_bias=data["whole_bias"],
        )


def path(speaker: Speaker) -> Path:
    return FOLDER / f"{speaker.value}.npz"


def _numbered(names: str) -> dict[str, int]:
    return {name: number for number, name in enumerate(names.split("\n"))}
