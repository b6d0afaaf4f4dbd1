"""The documentation is tested: it names all there is, what it shows is real, its links lead somewhere."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from classify.signals.table import signal_table
from scripts import pictures
from scripts.reference import configuration
from scripts.reference.commands import commands, options, top
from scripts.reference.written import written
from tealeaves import errors, tables
from tealeaves.cli.contents import COMMANDS
from tealeaves.cli.main import cli
from tests.conftest import missing

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
OWN_PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODES = (errors.DONE, errors.FAILED, errors.MISUSED, errors.PARTLY, errors.SIGN_IN, errors.BUSY)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", written())
def test_what_is_written_from_the_code_is_up_to_date(file: str) -> None:
    assert (ROOT / file).read_text("utf-8") == written()[file], "make reference"


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_is_in_the_readme_and_explains_itself(words: str) -> None:
    assert f"`tealeaves {words}" in README
    assert top(words).help


@pytest.mark.parametrize(("words", "command"), list(commands()))
def test_every_command_and_option_is_in_the_reference_and_has_help(
    words: str, command: click.Command
) -> None:
    section = REFERENCE.partition(f"# tealeaves {words}\n")[2].partition("\n### ")[0]
    assert section, words
    assert command.help, words
    for option in options(command):
        assert f"`{max(option.opts, key=len)}`" in section, f"{words} {option.name}"
        assert option.help or option.name in ("form", "output", "file"), f"{words} {option.name}"


def test_the_options_of_every_command_are_in_the_reference() -> None:
    for option in options(cli):
        assert f"`{max(option.opts, key=len)}`" in REFERENCE.partition("## Everywhere\n")[2], option.name


@pytest.mark.parametrize("signal", signal_table())
def test_every_signal_is_in_the_readme_and_on_its_page(signal: str) -> None:
    assert f"`{signal}`" in README
    assert f"### {signal}\n" in (ROOT / "docs" / "signals.md").read_text("utf-8")


def test_every_table_of_the_configuration_is_in_the_reference() -> None:
    known = {table for _, table in configuration.SECTIONS.values()}
    every = {
        one
        for one in vars(tables).values()
        if isinstance(one, type) and issubclass(one, tables._Table) and not one.__name__.startswith("_")
    }
    assert every - {tables.Tables} == known
    assert set(tables.Tables.__struct_fields__) <= set(configuration.SECTIONS)


@pytest.mark.parametrize("section", configuration.SECTIONS)
def test_every_key_of_the_configuration_has_a_meaning_and_is_in_the_reference(section: str) -> None:
    heading, table = configuration.SECTIONS[section]
    keys = configuration.keys_of(table)
    assert list(configuration.meanings()[section]) == list(keys)
    page = (ROOT / "docs" / "reference" / "configuration.md").read_text("utf-8")
    told = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    for key in keys:
        assert f"| `{key}` |" in told, f"{section}.{key}"
        assert f"`{key}`" in README, f"{section}.{key}"


def test_every_key_of_the_configuration_is_in_the_example() -> None:
    example = (ROOT / "config.example.toml").read_text("utf-8")
    for section, (_, table) in configuration.SECTIONS.items():
        for key in configuration.keys_of(table):
            assert re.search(rf"(^|[{{, .\[#]){key}\b( =|\])", example, re.MULTILINE), f"{section}.{key}"


def test_every_number_of_reports_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "configuration.md").read_text("utf-8")
    for section, numbers in tomllib.loads(configuration.THRESHOLDS.read_text("utf-8")).items():
        told = page.partition(f"### [momentum.{section}]\n")[2].partition("\n#")[0]
        for key in numbers:
            assert f"| `{key}` |" in told, f"{section}.{key}"


def test_every_exit_code_is_in_the_readme_and_on_its_page() -> None:
    for code in CODES:
        assert f"**{code}**" in README
        assert f"| **{code}** |" in (ROOT / "docs" / "reference" / "exit-codes.md").read_text("utf-8")


def typed(page: Path) -> list[str]:
    """The lines of a page's code blocks that call tealeaves, each from there to where the shell goes on."""
    blocks = re.findall(r"^```(?:sh|text)\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    calls = [re.search(r"(?:^|\$ |&& |  )(?:\S+ )?tealeaves (.*)", line) for line in lines]
    return [re.split(r"\s{2,}|\s#|\s>|\s&&|\s\|\s", one[1])[0].strip() for one in calls if one]


CALLS = [(name(page), line) for page in OWN_PAGES if page.name != "commands.md" for line in typed(page)]


def parses(line: str) -> str:
    """What is wrong with a command as it is typed; "" where click knows it and all its options."""
    command: click.Command = cli
    context = click.Context(cli, info_name="tealeaves")
    words = shlex.split(line)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        below = command.get_command(context, words[0])
        if below is None:
            if command is not cli and command.invoke_without_command:
                break
            return f"no command {words[0]}"
        command, context = below, click.Context(below, parent=context, **below.context_settings)
        words = words[1:]
    try:
        read, _, _ = command.make_parser(context).parse_args(words)
    except click.UsageError as error:
        return error.format_message()
    # Where a word may begin with a dash, click takes what it does not know for one.
    given = [word for value in read.values() if isinstance(value, tuple) for word in value]
    return next((f"no option {word}" for word in given if str(word).startswith("--")), "")


def test_there_are_commands_in_the_pages_to_be_looked_at() -> None:
    assert len(CALLS) > 30
    assert parses("applicatoins")
    assert parses("applications --al-l")
    assert "nonsense" in parses("sync --nonsense")
    assert "nonsense" in parses("search --nonsense")
    assert not parses("search offer -newsletter")


@pytest.mark.parametrize(("page", "line"), CALLS)
def test_every_command_that_a_page_shows_exists(page: str, line: str) -> None:
    assert not parses(line), f"{page}: tealeaves {line}"


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    from markdown.extensions.toc import slugify  # type: ignore[import-untyped]

    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = [re.sub(r"[`*]|\\", "", head) for head in re.findall(r"^#+ (.*)", text, re.MULTILINE)]
    return {slugify(head, "-") for head in heads}


@pytest.mark.parametrize("page", OWN_PAGES, ids=name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        found = page.parent / target if target else page
        assert found.exists(), link
        assert not anchor or found.suffix != ".md" or anchor in anchors(found), link


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built as `make docs` does."""
    if importlib.util.find_spec("mkdocs") is None:
        missing(ModuleNotFoundError("mkdocs is not installed: make test installs it"))
    folder = tmp_path_factory.mktemp("site")
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert not made.stderr.strip()
    return folder


def test_the_site_is_built_without_a_warning_and_has_every_page(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        assert (site / page.relative_to(ROOT / "docs").with_suffix(".html")).is_file(), page
    assert (site / "changes.html").is_file()


def test_every_decision_is_in_the_navigation(site: Path) -> None:
    start = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        assert f'href="decisions/{page.stem}.html"' in start, page.name


def test_nothing_is_fetched_by_who_reads_the_site(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\ssrc=\"?([^\s\">]+)", text)
        loaded += re.findall(r"<link\b[^>]*\shref=\"?([^\s\">]+)", text)
        assert not [one for one in loaded if re.match(r"(?:https?:)?//", one)], page.name
    for sheet in (*site.rglob("*.css"), *site.rglob("*.svg")):
        assert not re.search(r"url\([\"']?https?:|@import", sheet.read_text("utf-8")), sheet.name


def test_the_pictures_are_what_a_terminal_shows() -> None:
    for picture, drawn in pictures.pictures().items():
        kept = (pictures.FOLDER / f"{picture}.svg").read_text("utf-8")
        assert kept == drawn, f"{picture}: make pictures"


def test_a_picture_asks_nobody_for_anything_and_says_what_it_shows() -> None:
    drawn = pictures.picture("show", "tealeaves show", "\x1b[32mgreen\x1b[0m & <plain>")
    assert re.findall(r"https?://[^\"\s]+", drawn) == ["http://www.w3.org/2000/svg"]
    assert 'aria-label="A terminal: tealeaves-show"' in drawn
    assert "&lt;plain&gt;" in drawn


@pytest.mark.parametrize(
    "page", [page for page in OWN_PAGES if "pictures/" in page.read_text("utf-8")], ids=name
)
def test_every_picture_in_a_page_has_words_beside_it(page: Path) -> None:
    for words, _ in re.findall(r"!\[([^\]]*)\]\(([^)]*pictures/[^)]*)\)", page.read_text("utf-8")):
        assert len(words) > 40


def test_every_decision_has_a_title_and_a_number_of_its_own() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    for page in pages:
        assert page.read_text("utf-8").startswith("# "), page.name
    numbers = [page.name[:3] for page in pages]
    assert len(set(numbers)) == len(numbers)


def test_the_changelog_names_the_version() -> None:
    from tealeaves import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
