"""What a path in a stack trace is: whose code it is, whether it is a test, how to name it."""

import re

_FOREIGN = re.compile(
    r"(?:^|[\\/])(?:site-packages|dist-packages|node_modules|vendor|bower_components|lib/python\d"
    r"|Lib[\\/](?:unittest|asyncio|importlib|concurrent)|python\d\.\d+|rustc|\.cargo|registry/src"
    r"|pkg/mod|go/src/(?:runtime|testing|reflect|net|sync)|usr/local/go|gems|rubygems|lib/ruby"
    r"|jest-\w+|internal[\\/](?:process|modules|timers)|\.pnpm|\.yarn|_pytest|pluggy|gtest|googletest)"
    r"(?:[\\/]|$)|^(?:node:|internal/|<frozen|<string>|<anonymous>|native|\[eval)|/src/gtest|(?:^|/)unittest/(?:suite|case|loader|mock)\.py$",
)
_FOREIGN_FUNCTION = re.compile(
    r"^(?:java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(?:junit|testng|opentest4j"
    r"|gradle|apache\.maven|mockito|hamcrest|assertj|springframework|codehaus|hibernate|spockframework"
    r"|eclipse)|io\.(?:kotest|netty|cucumber|mockk)|System|Microsoft|Xunit|NUnit|FluentAssertions"
    r"|std|core|alloc|test|tokio|runtime|testing|reflect|net/http|sync|__rust|rust_begin_unwind"
    r"|PHPUnit|Symfony|RSpec|Minitest)(?:[.:\\(/$]|$)"
)
_TEST = re.compile(
    r"(?:^|[\\/])(?:tests?|testing|specs?|__tests__|e2e|cypress|androidTest|test_[^\\/]*"
    r"|[^\\/]*_(?:tests?|spec)\.\w+|[^\\/]*\.(?:tests?|spec|e2e|cy)\.\w+|conftest\.py"
    r"|[^\\/]*Tests?\.(?:java|kt|cs|php|swift|scala|groovy|dart)|[^\\/]*(?:IT|Spec|TestCase)\.\w+)"
    r"(?:[\\/]|$)"
)
_CHECKOUT = re.compile(
    r"^(?:/(?:home|Users)/runner/(?:work|w)/[^/]+/[^/]+/|[A-Za-z]:[\\/]a[\\/][^\\/]+[\\/][^\\/]+[\\/]"
    r"|/__w/[^/]+/[^/]+/|/builds/[^/]+/[^/]+/|/github/workspace/|/workspaces?/(?:[^/]+/)?(?=\w+/)"
    r"|/(?:app|src|code|repo|project|usr/src/app)/)"
)


def is_foreign(path: str, function: str = "") -> bool:
    """Whether a frame belongs to a runner, a library or the language.

    >>> is_foreign("/opt/lib/site-packages/pluggy/_hooks.py"), is_foreign("app/net.py")
    (True, False)
    """
    return bool(_FOREIGN.search(path) or (function and _FOREIGN_FUNCTION.search(function)))


def is_test(path: str) -> bool:
    """Whether a path is that of a test or of its helpers.

    >>> is_test("src/shop/cart.test.ts"), is_test("src/test/java/CartTest.java"), is_test("src/cart.py")
    (True, True, False)
    """
    return bool(_TEST.search(path))


def in_repository(path: str) -> str:
    """The path below the checkout where the runner put it, with `/`; as it is when unknown.

    >>> in_repository("/home/runner/work/shop/shop/tests/test_a.py")
    'tests/test_a.py'
    """
    path = path.removeprefix("file://")
    return _CHECKOUT.sub("", path).replace("\\", "/").removeprefix("./")


def tail(path: str, parts: int = 2) -> str:
    """The last parts of a path: the same for any place of the checkout.

    >>> tail("/builds/group/app/src/net.rs")
    'src/net.rs'
    """
    return "/".join(re.split(r"[\\/]+", path)[-parts:])
