"""Files, directories and zips of this disk, as `gardener triage` reads them."""

from pathlib import Path

import pytest

from bot.evidence.read import FileRow, read_files
from bot.logs.user_rules import compile_rule
from bot.model.config import LogRule
from tests.evidence.archives import REPORT, gzipped, zipped

STAMP = "2025-09-14T10:00:00.1234567Z "
LOG = (
    f"{STAMP}##[group]Run make\n{STAMP}##[endgroup]\n"
    f"{STAMP}No space left on device\n{STAMP}##[error]Process completed with exit code 1.\n"
).encode()


def tree(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def shown(rows: tuple[FileRow, ...], folder: Path) -> list[tuple[str, str | None, int]]:
    return [(row.path.removeprefix(f"{folder}/"), row.format, row.tests) for row in rows]


def test_report_gives_a_row_with_its_counts(tmp_path: Path) -> None:
    path = tree(tmp_path, {"a.xml": REPORT}) / "a.xml"
    read = read_files([path])
    assert read.files == (FileRow(path=str(path), format="junit", tests=2, passed=1, failures=1),)
    assert read.totals.tests == 2
    assert [report.path for report in read.evidence.reports] == [str(path)]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("job.log", id="by its suffix"),
        pytest.param("0_build.txt", id="by the name GitHub gives it"),
        pytest.param("noise.bin", id="by its first line"),
    ],
)
def test_log_is_recognized(tmp_path: Path, name: str) -> None:
    read = read_files([tree(tmp_path, {name: LOG}) / name])
    assert shown(read.files, tmp_path) == [(name, "log", 0)]
    (reading,) = read.evidence.logs
    assert reading.findings


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.xml", b"", id="an empty file"),
        pytest.param("a.json", b'{"a": 1}', id="JSON of some kind"),
        pytest.param("a.png", b"\x89PNG\r\n\0\0", id="an image"),
        pytest.param("a.zip", zipped({"a.png": b"\x89PNG"}), id="a zip without a report"),
        pytest.param("b.zip", zipped({}), id="an empty zip"),
        pytest.param("c.zip", zipped({"a": b"a"})[:-9], id="a broken zip"),
        pytest.param("d.7z", b"7z\xbc\xaf\x27\x1c", id="a foreign archive"),
    ],
)
def test_named_file_that_is_not_understood_has_a_row_with_a_sentence(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (row,) = read_files([tree(tmp_path, {name: content}) / name]).files
    assert row.format is None
    assert row.path == str(tmp_path / name)
    assert all(problem.endswith(".") and row.path in problem for problem in row.problems)
    assert len(row.problems) == 1


def test_missing_file_has_a_row_with_a_sentence(tmp_path: Path) -> None:
    (row,) = read_files([tmp_path / "nothing.xml"]).files
    assert row.problems == (f"{tmp_path}/nothing.xml does not exist.",)


def test_directory_is_searched_and_what_is_neither_is_passed_over(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "report-py311/junit.xml": REPORT,
            "report-py312/out/junit.xml": REPORT,
            "report-py312/coverage.xml": b"<coverage/>",
            "job.log": LOG,
            "README.md": b"# Read me",
            "a.png": b"\x89PNG\0",
            ".git/log.txt": LOG,
            "node_modules/x/junit.xml": REPORT,
        },
    )
    read = read_files([tmp_path])
    assert shown(read.files, tmp_path) == [
        ("job.log", "log", 0),
        ("report-py311/junit.xml", "junit", 2),
        ("report-py312/out/junit.xml", "junit", 2),
    ]
    assert list(read.evidence.legs.values()) == ["report-py311", "report-py312"]


def test_broken_report_in_a_directory_is_not_passed_over(tmp_path: Path) -> None:
    tree(tmp_path, {"test-results.xml": b"", "TEST-a.xml": b"Killed\n"})
    rows = read_files([tmp_path]).files
    assert [(row.format, len(row.problems)) for row in rows] == [(None, 1), (None, 1)]


def test_links_in_a_directory_are_not_followed(tmp_path: Path) -> None:
    outside = tree(tmp_path / "outside", {"a.xml": REPORT})
    inside = tree(tmp_path / "inside", {"b.xml": REPORT})
    (inside / "link.xml").symlink_to(outside / "a.xml")
    (inside / "all").symlink_to(outside)
    assert shown(read_files([inside]).files, inside) == [("b.xml", "junit", 2)]


def test_zip_gives_a_row_for_each_report_and_its_own_leg(tmp_path: Path) -> None:
    data = zipped({"a.xml": REPORT, "d/b.xml.gz": gzipped(REPORT), "c.png": b"\x89PNG"})
    read = read_files([tree(tmp_path, {"report.zip": data}) / "report.zip"])
    assert shown(read.files, tmp_path) == [
        ("report.zip/a.xml", "junit", 2),
        ("report.zip/d/b.xml", "junit", 2),
    ]
    assert set(read.evidence.legs.values()) == {"report"}


def test_zip_of_a_runs_logs_is_read_once_not_twice(tmp_path: Path) -> None:
    data = zipped(
        {
            "0_build (3.11).txt": LOG,
            "1_lint.txt": b"2025-09-14T10:00:00.1Z fine\n",
            "build (3.11)/1_Set up job.txt": LOG,
            "build (3.11)/2_Run make.txt": LOG,
            "build (3.11)/system.txt": LOG,
        }
    )
    read = read_files([tree(tmp_path, {"logs.zip": data}) / "logs.zip"])
    assert [log.job for log in read.evidence.logs] == ["build (3.11)", "lint"]


def test_hostile_zip_says_so_and_gives_what_is_honest(tmp_path: Path) -> None:
    data = zipped({"../evil.xml": REPORT, "/abs.xml": REPORT, "ok.xml": REPORT})
    path = tree(tmp_path, {"a.zip": data}) / "a.zip"
    rows = read_files([path]).files
    assert shown(rows, tmp_path) == [("a.zip", None, 0), ("a.zip/ok.xml", "junit", 2)]
    assert len(rows[0].problems) == 2
    assert read_files([path]).evidence.problems == rows[0].problems


def test_cut_member_gives_what_came_before_and_says_why(tmp_path: Path) -> None:
    raw = bytearray(zipped({"junit.xml": REPORT + b" " * 100_000}))
    raw[60] ^= 0xFF
    read = read_files([tree(tmp_path, {"a.zip": bytes(raw)}) / "a.zip"])
    (row,) = read.files
    assert any("is damaged" in problem for problem in row.problems)


def test_rules_of_the_user_reach_the_logs(tmp_path: Path) -> None:
    rule = compile_rule(LogRule(id="mine", pattern="SSOT WARNING: (?P<what>.+)"))
    log = b"SSOT WARNING: Found other SessionManager classes\n"
    read = read_files([tree(tmp_path, {"a.log": log}) / "a.log"], user_rules=[rule])
    (reading,) = read.evidence.logs
    assert [finding.rule for finding in reading.findings] == ["mine"]
