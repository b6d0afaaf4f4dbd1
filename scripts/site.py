"""What mkdocs is told beside mkdocs.yml: the decisions as they lie there, and the changes as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parents[1]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The navigation with every decision in it."""
    pages = sorted((Path(config.docs_dir) / "decisions").glob("*.md"))
    listed = [f"decisions/{page.name}" for page in pages]
    config.nav = [
        {"Decisions": listed} if entry == {"Decisions": []} else entry for entry in config.nav or []
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages, and CHANGELOG.md as one of them."""
    files.append(File.generated(config, "changes.md", abs_src_path=str(ROOT / "CHANGELOG.md")))
    return files
