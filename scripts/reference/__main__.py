"""Writes the generated pages and tables where they belong: `make reference`."""

from __future__ import annotations

from scripts.reference.written import ROOT, written

for name, text in written().items():
    (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / name).write_text(text, "utf-8")
