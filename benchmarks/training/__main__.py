"""Trains the second reader on the corpus and writes the files that are shipped: `make model`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.labelled import corpus, labelled, single_sentences
from benchmarks.training.blending import blended, unseen_scores
from benchmarks.training.examples import examples, sentences
from benchmarks.training.fit import fit
from benchmarks.training.pack import write
from benchmarks.training.unseen import Judged, as_markdown, judged
from classify.model.blend import FOLDER, Blend
from classify.model.weights import path
from classify.signals.table import Kind, signal_table
from classify.types import Speaker

FIGURES = Path(__file__).parents[2] / "docs" / "model-figures.md"
INTRODUCTION = """# What the second reader makes of unseen houses

Written by `make model`. A third of the houses of the corpus was kept back, the model learned from the others
and was asked about these, three times; then phrases and model were weighed together. Signals count from
`likely` on. Mail that is not about the job search counts, too: here no standing keeps it out. How mail of
strangers fares is in [model.md](model.md)."""


def main() -> None:
    every = examples(labelled(corpus())) + [one for path in single_sentences() for one in sentences(path)]
    figures: list[Judged] = []
    lines = [
        "# How far phrases and second reader are to be trusted. Written by `make model`; not to be edited."
    ]
    for speaker in Speaker:
        own = [one for one in every if one.speaker is speaker]
        signals = tuple(
            kind.name
            for kind in signal_table().values()
            if kind.kind is Kind.TEXT and kind.speaker is speaker
        )
        print(f"{speaker.value}: {len(own):,} mails, {len(signals)} signals", file=sys.stderr)
        mails, unseen = unseen_scores(own, signals)
        blend = blended(mails, unseen, signals)
        figures += judged(mails, unseen, signals, blend)
        lines += told(speaker, blend)
        write(fit(own, signals), path(speaker))
    (FOLDER / "blend.toml").write_text("\n".join(lines) + "\n", "utf-8")
    FIGURES.write_text(f"{INTRODUCTION}\n\n{as_markdown(figures)}\n", "utf-8")
    doubts = sorted(figures, key=lambda one: -abs(one.probability - one.there))[
        : 400 if "--doubts" in sys.argv else 0
    ]
    for one in doubts:
        print(f"{one.example} {one.signal}: {one.probability:.3f}, labelled {one.there}")


def told(speaker: Speaker, blend: Blend) -> list[str]:
    """A blend as lines of TOML."""
    lines = []
    for name, table in (("weights", blend.weights), ("bias", blend.bias), ("slope", blend.slope)):
        lines += ["", f"[{speaker.value}.{name}]"]
        lines += [f"{key} = {value:.4f}" for key, value in table.items()]
    return lines


if __name__ == "__main__":
    main()
