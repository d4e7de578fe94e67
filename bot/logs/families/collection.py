"""Code that cannot be parsed and tests that cannot be collected."""

from functools import partial

from bot.logs.rule import Rule, Section, Tier
from bot.model.names import Kind, LogCause

_syntax = partial(
    Rule,
    cause=LogCause.SYNTAX,
    tier=Tier.BUILD,
    category="Code/Syntax",
    kind=Kind.UNCOLLECTABLE,
)
_collect = partial(
    Rule,
    cause=LogCause.COLLECTION,
    tier=Tier.BUILD,
    category="Test Infrastructure/Collection",
    kind=Kind.UNCOLLECTABLE,
)

ROWS = (
    _syntax(
        id="javascript-syntax",
        pattern=r"^\s*(?:Uncaught )?SyntaxError: (?P<key>(?:[A-Z/\\\[].*: )?(?:Unexpected|Invalid"
        r"|Unterminated|missing \)|Identifier|Cannot use import|The requested module"
        r"|await is only|Support for|Illegal|Expected|Unsyntactic|Export|Malformed|Private"
        r"|Octal|Parsing|Duplicate|Rest|Getter|Setter|Lexical|Delete|Strict|Label|Undefined"
        r"|Redeclaration|Jest).*)|Jest encountered an unexpected token"
        r"|Parsing error: (?P<key2>.*)|error Parsing error",
        slug="javascript-syntax-error",
        example="/srv/app/cart.js:9\nfunction total( {\n                ^\n\nSyntaxError: Unexpected end of input\n    at wrapSafe (node:internal)",
        near_miss="throws a SyntaxError when the input is empty",
    ),
    _syntax(
        id="python-syntax",
        pattern=r"^(?:E\s+|Sorry: |\*+ |\s+)?(?:Syntax|Indentation|Tab)Error:(?: (?P<key>.*))?$"
        r"|^error: cannot format (?P<file>\S+): Cannot parse",
        slug="python-syntax-error",
        example="  File \"/srv/app/cart.py\", line 9\n    def total(\n             ^\nSyntaxError: '(' was never closed",
        near_miss="self.assertRaises(SyntaxError)",
    ),
    _syntax(
        id="shell-syntax",
        pattern=r"(?:line \d+|\d+): (?P<key>(?:syntax error|unexpected EOF|Syntax error"
        r"|conditional binary operator|unmatched|bad substitution).*)"
        r"|ParserError: (?P<key2>.*)|(?P<key3>Missing closing '.*' in)|ParseException"
        r"|The string is missing the terminator|unterminated quoted string",
        slug="shell-syntax-error",
        first=True,
        example="/home/runner/work/_temp/a.sh: line 9: syntax error near unexpected token `fi'\n##[error]Process completed with exit code 2.",
        near_miss="bash -n reported no problems",
    ),
    _syntax(
        id="other-syntax",
        pattern=r"PHP (?:Parse|Fatal) error: +(?P<key>(?:syntax error|Uncaught ParseError|Cannot).*)"
        r"|^Parse error: (?P<key2>.*)|^(?P<key6>syntax error at \S+ line \d+)|(?P<file>\S+\.(?:rb|ex|exs|pl"
        r"|lua)):(?P<line>\d+):? (?P<key3>syntax error.*)|\*\* \((?:Syntax"
        r"|TokenMissing)Error\) (?P<key4>.*)|luac?: .*: (?P<key5>.* expected near.*)",
        slug="syntax-error",
        first=True,
        example='PHP Parse error:  syntax error, unexpected token "}" in /srv/app/cart.php on line 9',
        near_miss="No syntax errors detected in cart.php",
    ),
    _collect(
        id="pytest-marker",
        pattern=r"(?P<key>'\S+' not found in `markers` configuration option)"
        r"|PytestUnknownMarkWarning: Unknown (?P<key2>pytest\.mark\.\w+)",
        slug="pytest-unknown-marker",
        first=True,
        example="__________ ERROR collecting test_cart.py __________\n'integraton' not found in `markers` configuration option\n"
        "=========== short test summary info ===========\nERROR test_cart.py - Failed: 'integraton' not found",
        near_miss="markers: integration: needs services",
    ),
    _collect(
        id="pytest-conftest",
        pattern=r"fixture '(?P<key2>\w+)' not found|(?P<key3>import file mismatch:)"
        r"|ConftestImportFailure: (?P<key4>.*)",
        slug="pytest-conftest-{key}",
        first=True,
        example="E       fixture 'basket' not found\n>       available fixtures: cache, capfd\n1 error in 0.10s",
        near_miss="loaded conftest '/srv/app/tests/conftest.py'",
    ),
    _collect(
        id="pytest-collection-error",
        pattern=r"^(?:E\s+)?(?P<key>(?:[\w.]+\.)?(?:\w*(?:Error|Exception|Failed|Exit|Warning"
        r"|Interrupt)|Failed): .*)",
        within=Section.COLLECTING,
        per_key=True,
        slug="collection-{key}",
        example="==================================== ERRORS ====================================\n"
        "_______________ ERROR collecting tests/test_cart.py _______________\ntests/test_cart.py:4: in <module>\n"
        "    def total(x: Optional[int]): ...\nE   NameError: name 'Optional' is not defined\n"
        "=========================== short test summary info ============================\n"
        "ERROR tests/test_cart.py - NameError: name 'Optional' is not defined\n"
        "!!!!!!!!!!!!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!!!!!!!!!!!!",
        near_miss="  NameError: name 'Optional' is not defined",
    ),
    _collect(
        id="collection-error-summary",
        tier=Tier.LINT,
        pattern=r"^_+ ERROR collecting (?P<file>\S+) _+"
        r"|^ERROR (?P<file2>[\w./-]+\.py)(?: - (?P<key>.*))?$"
        r"|ImportError while loading conftest '(?P<file5>[^']+)'|Interrupted: \d+ errors? during collection|^ERROR: (?:not found"
        r"|file or directory not found): (?P<key2>.*)"
        r"|ImportError while importing test module '(?P<file3>[^']+)'"
        r"|(?:unittest\.loader\._FailedTest"
        r"|ImportError: Failed to import test module: (?P<key3>\S+))"
        r"|Test suite failed to run|An error occurred while loading (?P<file4>\S+_spec\.rb)"
        r"|errors? occurred outside of examples|usage error.*pytest"
        r"|INTERNALERROR> (?P<key4>.*)",
        slug="collection-error",
        first=True,
        example="ERROR tests/test_cart.py - KeyError: 'shop'\n1 error in 0.31s",
        near_miss="ERROR shop.cart:cart.py:12 basket is empty",
    ),
    _collect(
        id="nothing-collected",
        tier=Tier.ASSERTION,
        pattern=r"collected 0 items(?: |$)|/ 0 selected\b|^=+ \d+ deselected in|no tests ran in|^NO TESTS RAN|^Ran 0 tests in"
        r"|No tests found(?:, exiting|$|\.| )|No test files found|^No tests were (?:found"
        r"|executed)|no tests to run|No tests match|There are no tests to run"
        r"|No test is available in|[Nn]o test(?:s| cases?) (?:matched|were discovered)"
        r"|^0 examples, 0 failures|Warning: Categories not found: \{?(?P<key>.*?)\}?$",
        slug="no-tests-collected",
        first=True,
        example="============================= test session starts ==============================\ncollected 0 items\n\n"
        "============================ no tests ran in 0.12s =============================\n##[error]Process completed with exit code 5.",
        near_miss="collected 10 items",
    ),
)
