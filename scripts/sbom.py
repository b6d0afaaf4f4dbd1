"""The list of what runs with tealeaves, as CycloneDX: `make sbom` writes dist/tealeaves.cdx.json.

    python -m scripts.sbom FILE

cyclonedx-py lists this environment; what only development needs is left out, and so is every address of this
machine. The same environment gives the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.runtime import here, normal

ROOT = Path(__file__).parents[1]
EXTRAS = ("postgres",)


def bill() -> str:
    """The bill of materials as JSON. Raises CalledProcessError where cyclonedx-py fails."""
    made = subprocess.run(  # noqa: S603 (a command of ours)
        [
            *(sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--short-PURLs"),
            *("--pyproject", str(ROOT / "pyproject.toml"), "--spec-version", "1.6"),
            *("--no-validate", sys.prefix),  # it takes twenty times as long; a test validates the result
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.dumps(pruned(json.loads(made.stdout), set(here(EXTRAS))), indent=1, ensure_ascii=False) + "\n"


def pruned(found: dict[str, Any], needed: set[str]) -> dict[str, Any]:
    """The bill with the needed packages alone, and without where this machine has them from."""
    kept = [one for one in found["components"] if normal(one["name"]) in needed]
    root = found["metadata"]["component"]
    for one in (*kept, root):
        one.pop("externalReferences", None)
    known = {one["bom-ref"] for one in (*kept, root)}
    links = [
        {**one, "dependsOn": [ref for ref in one["dependsOn"] if ref in known]} if "dependsOn" in one else one
        for one in found["dependencies"]
        if one["ref"] in known
    ]
    return {**found, "components": kept, "dependencies": links}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill(), "utf-8")
