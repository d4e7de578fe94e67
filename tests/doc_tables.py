"""Tables of rules: the docstring of the module that keeps a rule has them, docs/ shows them.

`python -m tests.doc_tables` writes them anew.
"""

import importlib
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
_PLACE = re.compile(r"^<!-- table: (?P<module>[\w.]+) -->\n(?:\n?\|.*\n(?:\|.*\n)*)?", re.MULTILINE)


def rows(docstring: str) -> list[list[str]]:
    """The rows of the first table in a docstring; one with an empty cell ends the row before it."""
    found: list[list[str]] = []
    lines = [line.strip() for line in docstring.splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        is_rule = all(set(cell) <= {"-"} for cell in cells)
        if len(found) > 2 and not is_rule and not all(cells):
            found[-1] = [f"{a} {b}".strip() for a, b in zip(found[-1], cells, strict=True)]
        else:
            found.append(cells)
    return found


def table(module: str) -> str:
    """The table of a module's docstring as Markdown."""
    docstring = importlib.import_module(module).__doc__ or ""
    found = rows(docstring)
    return "\n".join(
        f"|{'|'.join('---' for _ in cells)}|" if number == 1 else f"| {' | '.join(cells)} |"
        for number, cells in enumerate(found)
    )


def with_tables(text: str) -> str:
    """The document with every table as the code has it now."""
    return _PLACE.sub(lambda m: f"<!-- table: {m['module']} -->\n\n{table(m['module'])}\n", text)


def main() -> None:
    """Write the tables of all documents."""
    for path in sorted(DOCS.glob("*.md")):
        path.write_text(with_tables(path.read_text()))


if __name__ == "__main__":
    main()
