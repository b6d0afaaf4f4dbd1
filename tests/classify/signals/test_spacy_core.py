"""spaCy is loaded without its command line, and whole for whoever asks for that."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_reading_mail_does_not_load_the_command_line_of_spacy() -> None:
    load = "import sys; from classify.signals import spacy_core; spacy_core.load()"
    code = f"{load}; print('typer' in sys.modules)"
    assert run(code).strip() == "False"


def test_the_command_line_of_spacy_can_be_imported_afterwards() -> None:
    code = (
        "from classify.signals import spacy_core; spacy_core.load(); import spacy.cli; print(spacy.cli.info)"
    )
    assert run(code).startswith("<function info")


def test_a_spacy_that_is_there_already_is_left_alone() -> None:
    code = "import spacy; from classify.signals import spacy_core; spacy_core.load(); print(spacy.info)"
    assert run(code).startswith("<function info")
