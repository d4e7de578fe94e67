"""Linters, formatters and type checkers that object."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_lint = partial(Rule, cause=LogCause.LINT, tier=Tier.LINT, category="Code Quality/Lint", first=True)

ROWS = (
    _lint(
        id="lint-format",
        pattern=r"^would reformat (?P<file>\S+)|^(?:Would reformat"
        r"|File would have been reformatted): (?P<file2>\S+)|^\[warn\] (?P<file3>\S+\.\w+)$"
        r"|\[warn\] Code style issues|^Diff in (?P<file4>\S+?)(?::(?P<line>\d+)| at line)"
        r"|^ERROR: (?P<file5>\S+) Imports are incorrectly sorted|needs formatting"
        r"|not formatted correctly|files? (?:would be|need(?:s|ed)? to be) (?:re)?formatted"
        r"|Run gofmt|clang-format.*violat|\[-Wclang-format-violations\]",
        slug="format-check",
        example="$ black --check .\nwould reformat /srv/app/cart.py\n\nOh no!\n1 file would be reformatted.",
        near_miss="All done! 4 files would be left unchanged.",
    ),
    _lint(
        id="lint-mypy",
        pattern=r"^(?P<file>[\w./\\-]+\.pyi?):(?P<line>\d+)(?::\d+)?: error: (?P<key>.*)"
        r"|^\s+(?P<file2>/\S+\.pyi?):(?P<line2>\d+):\d+ - error: (?P<key2>.*)"
        r"|Found \d+ errors? in \d+ files?",
        slug="type-check",
        example='cart.py:2: error: Incompatible return value type (got "str", expected "int")  [return-value]\n'
        "Found 1 error in 1 file (checked 1 source file)",
        near_miss="Success: no issues found in 4 source files",
    ),
    _lint(
        id="lint-python",
        pattern=r"^(?:\s*--> "
        r"|\s*)?(?P<file>[\w./\\-]+\.pyi?):(?P<line>\d+):\d+:? \[?(?P<key>[A-Z]{1,4}\d{1,5}\b.*)"
        r"|^(?P<key2>[A-Z]{1,4}\d{3,4}) (?:\[\*\] )?[\w`'].*$|^Found \d+ errors?\.$|^>> Issue: \[(?P<key3>[A-Z]\d+:\w+)\]"
        r"|Your code has been rated at",
        slug="python-lint",
        example="./cart.py:1:1: F401 'os' imported but unused\n./cart.py:2:2: E225 missing whitespace around operator",
        near_miss="cart.py:12: in total",
    ),
    _lint(
        id="lint-eslint",
        pattern=r"^\s+\d+:\d+\s+error\s+(?P<key>.+)"
        r"|^\S+\.[jt]sx?: line \d+, col \d+, Error - (?P<key2>.*)|(?:✖"
        r"|x) \d+ problems? \(\d+ errors?|ESLint found (?:too many|errors)|Biome.*(?:error"
        r"|found)|^\s*\d+:\d+\s+✖\s+(?P<key3>.*)",
        slug="eslint",
        example="/srv/app/cart.js\n  1:7   error  'a' is assigned a value but never used  no-unused-vars\n\n✖ 1 problem (1 error, 0 warnings)",
        near_miss="  1:7   warning  Unexpected console statement  no-console",
    ),
    _lint(
        id="lint-go",
        pattern=r"^\s*(?:Error: )?(?P<file>[\w./-]+\.go):(?P<line>\d+)(?::\d+)?: .*\((?P<key>[a-z]\w+"
        r"|[A-Z]{1,3}\d{3,4})\)$"
        r"|golangci-lint.*(?:issues found|exit)",
        slug="go-lint",
        example="cart.go:12:9: Error return value of `f.Close` is not checked (errcheck)\n\tf.Close()\n\t       ^",
        near_miss='level=info msg="[runner] linters took 2s"',
    ),
    _lint(
        id="lint-clippy",
        head=r"^(?:error|warning)(?:\[\w+\])?: ",
        pattern=r"^error: (?P<key>.*)(?: \[clippy::|.*`-D warnings`)|= note: `-D (?P<key2>[\w:-]+)`"
        r"|^error: (?P<key3>(?:unused|unreachable|unneeded|redundant|needless) .*)"
        r"|requested on the command line with `-D"
        r"|for further information visit https://rust-lang\.github\.io/rust-clippy",
        slug="rust-clippy",
        example="error: this `if` has identical blocks\n --> src/cart.rs:4:5\n  = note: `-D clippy::if-same-then-else` implied by `-D warnings`",
        near_miss="    Checking shop v1.0.0",
    ),
    _lint(
        id="lint-other",
        pattern=r"^(?P<file>\S+\.(?:rb)):(?P<line>\d+):\d+: [CWEF]: (?P<key>.*)"
        r"|\d+ files? inspected, [1-9]\d* offenses?|^(?:In )?(?P<file2>\S+\.(?:sh"
        r"|bash)) line (?P<line2>\d+):|\bSC\d{4}\b \((?:error|warning)\)"
        r"|(?P<file3>\S+\.md):(?P<line3>\d+)(?::\d+)? (?:error )?(?P<key3>MD\d{3}.*)"
        r"|(?P<file4>\S+\.ya?ml):(?P<line4>\d+):\d+: \[error\] (?P<key4>.*)"
        r"|^\s+\d+:\d+\s+error\s+.*\((?P<key5>[\w-]+)\)$|hadolint.*(?:fail|error)"
        r"|^>>> Lint for (?P<file8>[^\s:]+)|^Lint failure|Warning, treated as error"
        r"|^(?P<file9>\S+\.(?:rst|md)):(?P<line9>\d+): (?:WARNING|ERROR): (?P<key8>.*)"
        r"|\bDL\d{4}\b (?:error|warning)|^\S+:\d+:\d+: (?P<key6>.*) \[[\w-]+\] .*actionlint"
        r"|(?P<file7>\S+\.(?:java|kt)):(?P<line7>\d+)(?::\d+)?: .*\[(?P<key7>[A-Z]\w+)\]"
        r"|Checkstyle violations|There were \d+ lint issues|typos?: `"
        r"|error: `\w+` should be|^\[ERROR\] (?P<file10>templates/\S*|(?:Chart|values)\.yaml): (?P<key9>.*)",
        slug="lint",
        example="app/cart.rb:3:5: C: Layout/IndentationWidth: Use 2 (not 4) spaces for indentation.\n4 files inspected, 1 offense detected",
        near_miss="4 files inspected, no offenses detected",
    ),
    _lint(
        id="lint-line",
        tier=Tier.SCRIPT,
        pattern=r"^\s*(?P<file>[\w./\\-]+\.\w{1,6}):(?P<line>\d+)(?::\d+)?:? (?P<key>.* [\[(][a-z][a-z0-9]+(?:[/:_-][a-z0-9]+)*[\])])$",
        slug="lint",
        example="styles/cart.less:12:3 Unexpected unit (unit-no-unknown)\n##[error]Process completed with exit code 2.",
        near_miss="styles/cart.less:12:3 ok",
    ),
    _lint(
        id="lint-hook",
        pattern=r"^(?P<key>[\w .()/-]{3,60}?)\.{5,}Failed$|- hook id: (?P<key2>\S+)"
        r"|files were modified by this hook|pre-commit hook\(s\) made changes",
        slug="pre-commit-{key}",
        tier=Tier.SCRIPT,
        example="trim trailing whitespace.................................................Failed\n- hook id: trailing-whitespace\n- exit code: 1",
        near_miss="trim trailing whitespace.................................................Passed",
    ),
)
