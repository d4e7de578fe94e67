"""Whole jobs from short files: what a step prints, with what a CI system and tools print around it.

A file holds blocks `=== name | right causes | system | exit code`; `>>> ` marks the lines that may be
pointed at, `%pytest 12` stands for twelve ordinary lines, `\\e` for an escape. An exit code of -1
leaves the verdict to the block.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = ">>> "
_BLOCK = re.compile(r"(?m)^=== (?=[^|\n]+\|[^|\n]+\|)")
E = "\x1b"
WORDS = [
    "users",
    "orders",
    "invoice",
    "cache",
    "parser",
    "router",
    "session",
    "payload",
    "ledger",
    "export",
    "import",
    "theme",
    "widget",
    "search",
    "index",
    "queue",
    "mailer",
    "tokens",
    "uploads",
    "reports",
]
USUAL = {
    "pytest": "tests/{a}/test_{b}_error_handling.py::test_{b}_{n} PASSED [ {m}%]",
    "dots": "tests/{a}/test_{b}.py ................... [ {m}%]",
    "jest": "  \u2713 rejects an invalid {a} with an error ({m} ms)",
    "maven": "[INFO] Tests run: {m}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.{n} s -- in com.acme.{a}.ErrorTest",
    "gradle": "> Task :{a}:{b}Classes UP-TO-DATE",
    "cargo": "   Compiling {a}-error v0.{m}.{n}",
    "cargotest": "test {a}::tests::{b}_returns_error ... ok",
    "go": "--- PASS: Test{a}Fails{b} (0.{m}s)",
    "godl": "go: downloading github.com/acme/{a}-{b} v1.{m}.0",
    "npm": "npm warn deprecated {a}@{m}.0.1: {b} is no longer maintained",
    "pip": "  Downloading {a}_{b}-{m}.1-py3-none-any.whl ({n} kB)",
    "cmake": "[ {m}%] Building CXX object src/CMakeFiles/{a}.dir/{b}_error.cpp.o",
    "docker": "#7 {m}.{n} Unpacking lib{a}-error-perl ({m}.0-1) ...",
    "dotnet": "  Passed Acme.Tests.{a}Tests.Throws_On_{b}_Error [{m} ms]",
    "xcode": "CompileSwift normal arm64 /Users/runner/work/app/app/Sources/{a}{b}.swift (in target 'App' from project 'App')",
    "mix": "==> {a}_{b}",
    "rspec": "  {a} raises an error when {b} fails",
    "bundle": "Installing {a}-{b} 1.{m}.0",
    "server": "2025-09-14 10:00:{m},120 WARNING app.{a} retrying {b} after error (attempt 1/5)",
    "tf": "module.{a}.aws_{b}.main: Refreshing state... [id={a}-{n}]",
    "train": "epoch {m} step {n} loss: 0.{n} error_rate: 0.{m} lr: 3e-4",
    "sphinx": "reading sources... [ {m}%] {a}/{b}",
    "hask": "[{m} of 99] Compiling Acme.{a}.{b}  ( src/Acme/{a}.hs, dist/Acme.o )",
    "bazel": "[{m} / {n}] Compiling src/{a}/{b}.cc; {m}s remote-cache, linux-sandbox",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A log, its right causes and the numbers of the lines that may be pointed at."""

    name: str
    causes: frozenset[str]
    text: str
    marked: tuple[int, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is to be found."""
        return bool(self.causes & {"none", "deprecation_only"})


def jobs(path: Path) -> Iterator[Job]:
    """The jobs that the file at `path` describes."""
    for block in _BLOCK.split(path.read_text("utf-8"))[1:]:
        head, body = block.split("\n", 1)
        name, causes, system, code = (part.strip() for part in head.split("|"))
        chance = random.Random(name)
        core = [line for told in body.rstrip("\n").split("\n") for line in _lines(told, chance)]
        lines = SYSTEMS[system](core, int(code))
        marked = tuple(n for n, line in enumerate(lines, start=1) if MARK in line[:40])
        text = "\n".join(line.replace(MARK, "", 1) if MARK in line[:40] else line for line in lines)
        yield Job(name, frozenset(causes.split()), text + "\n", marked)


def _lines(told: str, chance: random.Random) -> list[str]:
    kind, _, count = told.removeprefix("%").partition(" ")
    if not told.startswith("%") or not count.isdigit():
        return [told.replace("\\e", E)]
    return [
        USUAL[kind].format(
            a=chance.choice(WORDS),
            b=chance.choice(WORDS),
            m=chance.randint(10, 59),
            n=chance.randint(100, 999),
        )
        for _ in range(int(count))
    ]


def _stamped(lines: list[str]) -> list[str]:
    return [
        f"2025-09-14T10:{n // 60 % 60:02d}:{n % 60:02d}.1234567Z {text}"
        for n, text in enumerate(lines)
    ]


def _actions(core: list[str], code: int) -> list[str]:
    before = [
        "Current runner version: '2.317.0'",
        "##[group]Operating System",
        "Ubuntu",
        "##[endgroup]",
        "##[group]GITHUB_TOKEN Permissions",
        "Contents: read",
        "##[endgroup]",
        "Secret source: Actions",
        "Getting action download info",
        "##[group]Run actions/checkout@v4",
        "with:",
        "  repository: acme/app",
        "  token: ***",
        "##[endgroup]",
        "Syncing repository: acme/app",
        "##[group]Fetching the repository",
        "[command]/usr/bin/git -c protocol.version=2 fetch --no-tags --depth=1 origin +8c1:refs/remotes/pull/88/merge",
        "##[endgroup]",
        "Note: switching to 'refs/remotes/pull/88/merge'.",
        "HEAD is now at 8c1aa0e Merge 1f2 into 9ab",
    ]
    verdict = [f"##[error]Process completed with exit code {code}."] if code > 0 else []
    after = [
        "Post job cleanup.",
        "[command]/usr/bin/git version",
        "git version 2.46.0",
        "[command]/usr/bin/git submodule foreach --recursive sh -c \"git config --local --unset-all 'core.sshCommand' || :\"",
        "Cleaning up orphan processes",
    ]
    return _stamped([*before, *core, *verdict, *after])


def _gitlab(core: list[str], code: int) -> list[str]:
    before = [
        f"{E}[0KRunning with gitlab-runner 17.1.0 (fe451d5a){E}[0;m",
        f'section_start:1726307000:prepare_executor\r{E}[0K{E}[36;1mPreparing the "docker" executor{E}[0;m',
        f"section_end:1726307020:prepare_executor\r{E}[0Ksection_start:1726307020:get_sources\r{E}[0K{E}[36;1mGetting source from Git repository{E}[0;m",
        f"{E}[32;1mFetching changes with git depth set to 20...{E}[0;m",
        f"{E}[32;1mSkipping Git submodules setup{E}[0;m",
        f'section_end:1726307022:get_sources\r{E}[0Ksection_start:1726307022:step_script\r{E}[0K{E}[36;1mExecuting "step_script" stage of the job script{E}[0;m',
    ]
    after = [
        f"section_end:1726307422:step_script\r{E}[0Ksection_start:1726307422:cleanup_file_variables\r{E}[0K{E}[36;1mCleaning up project directory and file based variables{E}[0;m",
        f"section_end:1726307423:cleanup_file_variables\r{E}[0K",
    ]
    good = [f"{E}[32;1mJob succeeded", f"{E}[0;m"]
    bad = [f"{E}[31;1mERROR: Job failed: exit code {code}", f"{E}[0;m"]
    return [*before, *core, *after, *(bad if code > 0 else [] if code else good)]


def _jenkins(core: list[str], code: int) -> list[str]:
    before = [
        "Started by GitHub push by alice",
        "[Pipeline] Start of Pipeline",
        "[Pipeline] node",
        "Running on agent-7 in /home/jenkins/workspace/app_main",
        "[Pipeline] {",
        "[Pipeline] checkout",
        " > git fetch --tags --force --progress -- https://github.com/acme/app +refs/heads/*:refs/remotes/origin/* # timeout=10",
        "[Pipeline] { (Build)",
        "[Pipeline] sh",
    ]
    if code < 0:
        return [*before, *core]
    clean = [
        "[Pipeline] cleanWs",
        "[WS-CLEANUP] Deleting project workspace...",
        "[WS-CLEANUP] done",
    ]
    bad = [f"ERROR: script returned exit code {code}", "Finished: FAILURE"]
    after = ["[Pipeline] }", *(clean if code else []), "[Pipeline] End of Pipeline"]
    return [*before, *core, *after, *(bad if code else ["Finished: SUCCESS"])]


def _azure(core: list[str], code: int) -> list[str]:
    before = [
        "##[section]Starting: Build and test",
        "Task         : Command line",
        "Generating script.",
        "========================== Starting Command Output ===========================",
        "[command]/usr/bin/bash --noprofile --norc /home/vsts/work/_temp/5b2d.sh",
    ]
    verdict = [f"##[error]Bash exited with code '{code}'."] if code > 0 else []
    return _stamped([*before, *core, *verdict, "##[section]Finishing: Build and test"])


def _circle(core: list[str], code: int) -> list[str]:
    verdict = ["", f"Exited with code exit status {code}"] if code > 0 else []
    return ["#!/bin/bash -eo pipefail", *core, *verdict]


def _buildkite(core: list[str], code: int) -> list[str]:
    before = [
        "~~~ Preparing working directory",
        "$ git fetch -v --prune -- origin main",
        "~~~ Running commands",
    ]
    verdict = [
        f"{E}[31m\U0001f6a8 Error: The command exited with status {code}{E}[0m",
        "^^^ +++",
        f"user command error: exit status {code}",
    ]
    return [*before, *core, *(verdict if code > 0 else [])]


def _travis(core: list[str], code: int) -> list[str]:
    before = [
        f"travis_fold:start:git.checkout\r{E}[0K$ git clone --depth=50 https://github.com/acme/app.git acme/app",
        "Cloning into 'acme/app'...",
        f"travis_fold:end:git.checkout\r{E}[0K",
    ]
    verdict = f'{E}[31;1mThe command "make ci" exited with {code}.{E}[0m'
    return [*before, *core, verdict, "", f"Done. Your build exited with {code}."]


def _alone(core: list[str], code: int) -> list[str]:
    del code
    return core


SYSTEMS: dict[str, Callable[[list[str], int], list[str]]] = {
    "a": _actions,
    "g": _gitlab,
    "j": _jenkins,
    "z": _azure,
    "c": _circle,
    "b": _buildkite,
    "t": _travis,
    "p": _alone,
}
