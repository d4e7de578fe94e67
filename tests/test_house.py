"""The house rules that no linter holds."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    path
    for path in (ROOT / "bot").rglob("*.py")
    if "repository" not in path.relative_to(ROOT).parts
)
MOST_LINES = 300


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_small_and_says_its_one_job(path: Path) -> None:
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))

    assert len(text.splitlines()) <= MOST_LINES
    assert docstring
    assert docstring.splitlines()[0].endswith((".", "?", ":"))


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if p.name == "__init__.py"],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_package_file_is_one_docstring_and_exports_nothing(path: Path) -> None:
    assert len(ast.parse(path.read_text()).body) == 1


def test_no_github_host_is_named_outside_the_settings() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        # The fake GitHub of the demo quotes its original's documentation.
        if path.name != "settings.py" and "demo" not in path.parts
        for node in _texts(ast.parse(path.read_text()))
        if isinstance(node.value, str) and "github.com" in node.value
    ]

    assert named == []


def _texts(tree: ast.Module) -> list[ast.Constant]:
    """Every constant that is not a docstring."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs]
