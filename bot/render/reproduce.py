"""How to run a failing test again: one shell command, where the report tells which tool ran it.

| how it is told                                  | command                                     |
|-------------------------------------------------|---------------------------------------------|
| `.py`                                           | `pytest tests/test_a.py::TestA::test_b`     |
| `.go`, or a Go package as class                 | `go test ./shop -run '^TestA$'`             |
| `jest`, `vitest`, `playwright`, `mocha` in text | `npx jest src/a.test.ts -t 'adds one'`      |
| `build/test-results` in the report's path       | `./gradlew test --tests com.acme.ATest.b`   |
| `surefire-reports`, `failsafe-reports`          | `mvn test -Dtest=com.acme.ATest#b`          |
| `.trx`                                          | `dotnet test --filter FullyQualifiedName=…` |
| `.rb` `.php` `.rs` `.dart` `.exs`               | rspec, phpunit, cargo, dart, mix            |
"""

import re
import shlex
from collections.abc import Callable, Sequence

from bot.model.failure import Failure
from bot.model.names import Kind
from bot.render.escape import clean

MAX_CHARS = 400

_PARAMETERS = re.compile(r"\[.*\]$|\(.*\)$")
_GO_TEST = re.compile(r"(?:Test|Example|Fuzz|Benchmark)\w*(?:/.*)?")
_JS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue")
_JS_TOOLS = {
    "vitest": ("npx vitest run", "-t"),
    "playwright": ("npx playwright test", "-g"),
    "jest": ("npx jest", "-t"),
    "mocha": ("npx mocha", "-g"),
}


def command(failures: Sequence[Failure]) -> str:
    """The command that runs the failing tests again, or "" when nobody can tell.

    Names are quoted for a POSIX shell. What had to be cleaned of control characters or secrets
    would not run, so it gives no command.
    """
    if not failures:
        return ""
    first = failures[0]
    for write in _WRITERS:
        text = write(first, failures)
        if text:
            fits = len(text) <= MAX_CHARS and "\n" not in text and clean(text) == text
            return text if fits else ""
    return ""


def _pytest(first: Failure, failures: Sequence[Failure]) -> str:
    path = _path(first)
    if not path.endswith(".py"):
        return ""
    if _is_whole_file(first) or len({f.test for f in failures}) > 3:
        files = dict.fromkeys(_path(f) for f in failures if _path(f).endswith(".py"))
        return "pytest " + " ".join(shlex.quote(file) for file in list(files)[:4])
    ids = dict.fromkeys(_pytest_id(f) for f in failures if _path(f).endswith(".py"))
    return "pytest " + " ".join(shlex.quote(test) for test in ids)


def _pytest_id(failure: Failure) -> str:
    path = _path(failure)
    module = path.removesuffix(".py").replace("/", ".")
    classes = failure.classname.removeprefix(module).strip(".") if failure.classname else ""
    if classes == failure.classname and "." in classes:
        # A report from another root: keep what looks like a class.
        classes = ".".join(part for part in classes.split(".") if part[:1].isupper())
    elif classes and not classes[:1].isupper():
        classes = ""
    return "::".join([path, *(part for part in classes.split(".") if part), failure.name])


def _go(first: Failure, failures: Sequence[Failure]) -> str:
    path, package = _path(first), first.classname
    is_go = path.endswith(".go") or first.source.endswith((".go.json", "go-test.json"))
    if not is_go or not _GO_TEST.fullmatch(first.name):
        return ""
    if path.endswith(".go"):
        folder = path.rpartition("/")[0]
        where = f"./{folder}" if folder else "."
    else:
        where = package
    names = dict.fromkeys(f.name.partition("/")[0] for f in failures)
    one = "/".join(f"^{re.escape(part)}$" for part in first.name.split("/"))
    pattern = one if len(failures) == 1 else f"^({'|'.join(list(names)[:5])})$"
    return f"go test {shlex.quote(where)} -run {shlex.quote(pattern)}"


def _javascript(first: Failure, _: Sequence[Failure]) -> str:
    path = _path(first)
    if not path.endswith(_JS):
        return ""
    told = f"{first.source}\n{first.trace[:20000]}".lower()
    tool = next((name for name in _JS_TOOLS if name in told), None)
    if tool is None:
        return ""
    run, flag = _JS_TOOLS[tool]
    name = "" if _is_whole_file(first) else f" {flag} {shlex.quote(first.name)}"
    return f"{run} {shlex.quote(path)}{name}"


def _java(first: Failure, _: Sequence[Failure]) -> str:
    name = _PARAMETERS.sub("", first.name)
    if not first.classname or not name.isidentifier():
        return ""
    if "build/test-results" in first.source:
        return f"./gradlew test --tests {shlex.quote(f'{first.classname}.{name}')}"
    if "surefire-reports" in first.source:
        return f"mvn test {shlex.quote(f'-Dtest={first.classname}#{name}')}"
    if "failsafe-reports" in first.source:
        return f"mvn verify {shlex.quote(f'-Dit.test={first.classname}#{name}')}"
    return ""


def _others(first: Failure, _: Sequence[Failure]) -> str:
    path, name = _path(first), _PARAMETERS.sub("", first.name)
    at = shlex.quote(f"{path}:{first.line}" if first.line and path == first.file else path)
    if first.source.endswith(".trx") and first.classname:
        return f"dotnet test --filter {shlex.quote(f'FullyQualifiedName={first.classname}.{name}')}"
    commands = {
        ".rb": f"bundle exec rspec {at}",
        ".php": f"vendor/bin/phpunit --filter {shlex.quote(name)} {shlex.quote(path)}",
        ".rs": f"cargo test {shlex.quote(name)}",
        ".dart": f"dart test {shlex.quote(path)} --plain-name {shlex.quote(first.name)}",
        ".exs": f"mix test {at}",
    }
    return next((text for end, text in commands.items() if path.endswith(end)), "")


def _path(failure: Failure) -> str:
    """The file of the test; one that a shell would take for an option counts as unknown."""
    path = failure.test_file or failure.file
    return "" if path.startswith(("-", "/")) or ":" in path else path


def _is_whole_file(failure: Failure) -> bool:
    return (
        failure.kind is Kind.UNCOLLECTABLE or not failure.name or failure.name == failure.test_file
    )


_WRITERS: tuple[Callable[[Failure, Sequence[Failure]], str], ...] = (
    _pytest,
    _go,
    _javascript,
    _java,
    _others,
)
