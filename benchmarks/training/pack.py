"""A fitted model as the files that are shipped: whole numbers of eight bits, and only what counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.training.fit import AROUND, BESIDE, Fitted


def packed(model: Fitted) -> dict[str, Any]:
    """The arrays of one file, as `classify.model.weights` reads them."""
    words, pieces = len(model.vocabulary.words), len(model.vocabulary.pieces)
    here, small, before, after, around = np.split(
        model.sentence, np.cumsum([words, pieces, words, words]), axis=0
    )
    whole, whole_small = np.split(model.whole, [words], axis=0)
    matrices = {
        "sentence_words": np.hstack([here, BESIDE * before, BESIDE * after]),
        "sentence_pieces": small,
        "whole_words": np.hstack([AROUND * around, whole]),
        "whole_pieces": whole_small,
    }
    arrays: dict[str, Any] = {
        "signals": np.array(model.signals),
        "words": _names(model.vocabulary.words),
        "pieces": _names(model.vocabulary.pieces),
        "sentence_idf_words": model.vocabulary.sentence_idf[0],
        "sentence_idf_pieces": model.vocabulary.sentence_idf[1],
        "whole_idf_words": model.vocabulary.whole_idf[0],
        "whole_idf_pieces": model.vocabulary.whole_idf[1],
        "sentence_bias": model.sentence_bias.astype(np.float32),
        "whole_bias": model.whole_bias.astype(np.float32),
    }
    for name, matrix in matrices.items():
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-9) / 127
        arrays[name] = np.ascontiguousarray(np.rint(matrix / scale).astype(np.int8))
        arrays[f"{name}_scale"] = scale.astype(np.float32)
    return arrays


def write(model: Fitted, path: Path) -> None:
    """Writes the file; the same model gives the same bytes."""
    np.savez_compressed(path, **packed(model))


def _names(known: dict[str, int]) -> Any:
    return np.frombuffer("\n".join(known).encode(), np.uint8)
