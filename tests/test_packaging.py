"""What is shipped: whole, the same from the same source, and able to run where only its data is written."""

from __future__ import annotations

import configparser
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from scripts import runtime, sbom
from tests.conftest import missing

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "classify", "store", "reports", "tealeaves")
SHIPPED = [*PACKAGES, "examples", "scripts", "README.md", "LICENSE", "pyproject.toml", "constraints.txt"]
SHIPPED += ["config.example.toml", "CHANGELOG.md", "Dockerfile", ".dockerignore", ".gitignore", "docs", "man"]


def archives(folder: Path, umask: int, epoch: str) -> Path:
    """The two archives, from a copy of the source in the folder, under other times and rights."""
    source = folder / "source"
    source.mkdir(parents=True)
    before = os.umask(umask)
    try:
        for one in SHIPPED:
            if (ROOT / one).is_dir():
                shutil.copytree(
                    ROOT / one,
                    source / one,
                    copy_function=shutil.copyfile,
                    ignore=shutil.ignore_patterns("__pycache__"),
                )
            else:
                shutil.copyfile(ROOT / one, source / one)
        for path in source.rglob("*"):
            os.utime(path, (int(epoch), int(epoch)))
        made = subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", source],
            env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000", "TZ": "Asia/Tokyo" if umask else "UTC"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.umask(before)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder / "dist"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for needed in ("build", "hatchling"):
        if importlib.util.find_spec(needed) is None:
            missing(ModuleNotFoundError(f"{needed} is not installed: make test installs it"))
    return archives(tmp_path_factory.mktemp("first"), 0o022, "1700000000")


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


def test_the_same_source_gives_the_same_archives_in_any_folder_on_any_day(dist: Path, tmp_path: Path) -> None:
    again = archives(tmp_path / "another" / "place", 0o077, "1600000001")
    assert {one.name for one in dist.iterdir()} == {one.name for one in again.iterdir()}
    for one in dist.iterdir():
        assert one.read_bytes() == (again / one.name).read_bytes(), one.name


def test_every_file_of_the_packages_is_in_both_archives(dist: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        shipped = set(opened.namelist())
    with tarfile.open(next(dist.glob("*.tar.gz"))) as packed:
        source = {one.partition("/")[2] for one in packed.getnames()}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in shipped, path
                assert path.relative_to(ROOT).as_posix() in source, path
    for path in (ROOT / "examples" / "search").rglob("*"):
        assert not path.is_file() or f"tealeaves/{path.relative_to(ROOT).as_posix()}" in shipped, path
    assert {"config.example.toml", "constraints.txt", "LICENSE", "README.md", "CHANGELOG.md"} <= source
    assert [one for one in shipped if one.endswith(".data/data/share/man/man1/tealeaves.1")]
    assert all(f"{package}/py.typed" in shipped for package in PACKAGES)


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        tops = {one.split("/")[0] for one in opened.namelist()}
        assert {one for one in tops if "." not in one} == set(PACKAGES)
        assert not [one for one in opened.namelist() if one.endswith((".pyc", ".db", ".orig"))]
        [points] = [one for one in opened.namelist() if one.endswith("entry_points.txt")]
        read = configparser.ConfigParser()
        read.read_string(opened.read(points).decode())
    assert dict(read["console_scripts"]) == {"tealeaves": "tealeaves.cli.main:main"}
    assert wheel.stat().st_size < 12_000_000


def unpacked(wheel: Path, place: Path) -> Path:
    """The wheel as an installation that nobody may write."""
    site = place / "site"
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(site)
    for path in (site, *site.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return site


def run(site: Path, home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the unpacked wheel as an ordinary user, away from the tree, with a home of its own."""
    others = [one for one in sys.path if one.endswith("site-packages")]
    program = (
        f"import sys; sys.path[:0] = [{str(site)!r}]; import tealeaves; "
        f"assert tealeaves.__file__.startswith({str(site)!r}), tealeaves.__file__; "
        "from tealeaves.cli.main import main; sys.exit(main())"
    )
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(site), *others]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "TMPDIR": str(home / "tmp"),
        **more,
    }
    return subprocess.run(
        [sys.executable, "-P", "-c", program, *map(str, arguments)],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "tmp").mkdir(parents=True)
    return tmp_path / "home"


def test_the_demo_runs_from_the_wheel_away_from_the_tree(wheel: Path, home: Path, tmp_path: Path) -> None:
    site = unpacked(wheel, tmp_path)
    told = run(site, home, "demo")
    assert told.returncode == 0, told.stderr
    assert "Harbor & Vine" in told.stdout
    assert not list((home / "tmp").iterdir())


def test_from_what_nobody_may_write_everything_runs_and_writes_into_its_home_alone(
    wheel: Path, home: Path, tmp_path: Path
) -> None:
    """What the image does: a read-only installation, a volume, and a configuration on it."""
    site = unpacked(wheel, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    sample = site / "tealeaves" / "examples" / "search"
    (home / "config.toml").write_text((sample / "config.toml").read_text("utf-8"), "utf-8")
    around = {"TEALEAVES_CONFIG": str(home / "config.toml"), "XDG_DATA_HOME": str(home / "share")}
    brought = run(site, home, "import", sample / "mail", sample / "calendar.ics", **around)
    assert brought.returncode == 0, brought.stderr
    table = run(site, home, "applications", "--as-of", "2026-09-28T08:00:00+01:00", **around)
    assert "Fennimore Rail" in table.stdout, table.stderr
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before
    assert (home / "share" / "tealeaves").is_dir()


def test_what_runs_is_pinned_with_hashes_and_nothing_of_the_development_is_in_it() -> None:
    needed = runtime.here(("postgres",))
    assert {"spacy", "sqlalchemy", "click", "keyring", "psycopg", "psycopg-binary", "numpy"} <= set(needed)
    assert not {"pytest", "mypy", "mkdocs", "ruff", "playwright", "scikit-learn", "hatchling"} & set(needed)
    for name, entry in needed.items():
        assert "--hash=sha256:" in entry, name
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), name


def test_what_is_needed_follows_from_who_needs_it() -> None:
    pins = (
        "a==1 \\\n    --hash=sha256:0\n    # via x (pyproject.toml)\nb==1\n    # via\n    #   a\n    #   d\n"
    )
    pins += "c==1\n    # via b\n"
    pins += (
        "b==2 ; python_version < '3'\n    # via a\nd==1\n    # via x (pyproject.toml)\ne-f==1\n    # via d\n"
    )
    assert list(runtime.runtime(pins, {"a"})) == ["a", "b", "c"]
    assert runtime.runtime(pins, {"a"})["b"].count("b==") == 2
    assert runtime.normal("E_f[extra]>=1") == "e-f"


@pytest.fixture(scope="module")
def bill() -> str:
    if importlib.util.find_spec("cyclonedx_py") is None:
        missing(ModuleNotFoundError("cyclonedx-bom is not installed: make test installs it"))
    return sbom.bill()


def test_the_bill_of_materials_is_valid_and_has_what_runs(bill: str) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    read = json.loads(bill)
    found = {runtime.normal(one["name"]): one["version"] for one in read["components"]}
    assert {"spacy", "sqlalchemy", "click"} <= set(found) <= set(runtime.here(sbom.EXTRAS))
    assert read["metadata"]["component"]["name"] == "tealeaves"
    assert all(one["purl"].startswith("pkg:pypi/") for one in read["components"])


def test_the_bill_names_no_day_no_number_of_its_own_and_nothing_of_this_machine(bill: str) -> None:
    read = json.loads(bill)
    assert "serialNumber" not in read
    assert "timestamp" not in read["metadata"]
    assert "file:" not in bill
    assert str(ROOT) not in bill
    assert sys.prefix not in bill
    hosts = set(re.findall(r"https?://([^/\"\s]+)", bill))
    assert hosts <= {
        "cyclonedx.org",
        "github.com",
        "pypi.org",
        "cyclonedx-bom-tool.readthedocs.io",
        "cyclonedx-python-library.readthedocs.io",
    }, hosts


def instructions() -> list[tuple[str, str]]:
    """The image's instructions, each with what it is given, in order."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def test_the_image_has_two_stages_a_user_of_its_own_and_one_volume() -> None:
    given = instructions()
    assert [word for word, _ in given].count("FROM") == 2
    last = given[max(at for at, (word, _) in enumerate(given) if word == "FROM") :]
    assert ("USER", "10001:10001") in last
    assert ("VOLUME", "/data") in last
    assert last.index(("USER", "10001:10001")) > max(at for at, (word, _) in enumerate(last) if word == "RUN")
    assert not [rest for word, rest in last if word == "COPY" and not rest.startswith("--from=build ")]
    assert all(
        "--require-hashes" in step or "--no-deps" in step
        for word, rest in given
        if word == "RUN"
        for step in rest.split("&&")
        if "pip install" in step
    )


def test_what_the_image_is_made_from_is_there_and_let_through() -> None:
    let = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"]
    copied = [
        one
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for one in rest.split()[:-1]
    ]
    assert set(copied) == set(let)
    assert all((ROOT / one).exists() for one in copied)
    assert set(PACKAGES) <= set(copied)


def test_the_service_may_do_nothing_that_it_does_not_need() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    ours = services["tealeaves"]
    assert ours["read_only"] is True
    assert ours["cap_drop"] == services["postgres"]["cap_drop"] == ["ALL"]
    assert ours["security_opt"] == services["postgres"]["security_opt"] == ["no-new-privileges:true"]
    assert ours["volumes"] == ["./data:/data"]
    assert ours["command"] == ["watch"]
    assert "environment" not in ours
    assert services["postgres"]["profiles"] == ["postgres"]
    assert not [
        key for one in services.values() for key in one if key in ("ports", "privileged", "network_mode")
    ]
    assert not re.search(r"PASSWORD: ", (ROOT / "compose.yaml").read_text("utf-8"))
