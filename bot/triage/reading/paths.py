"""What a path in a stack trace is: whose code it is, whether it is a test, how to name it."""

import re
from functools import lru_cache

_FOREIGN = re.compile(
    r"(?:^|[\\/])(?:site-packages|dist-packages|node_modules|vendor|bower_components|lib/python\d"
    r"|Lib[\\/](?:unittest|asyncio|importlib|concurrent|contextlib|threading)|python\d\.\d+|rustc|\.cargo|\.rustup"
    r"|registry/src|library/(?:std|core|alloc|test|panic_unwind)/src|pkg/mod|usr/local/go|go[-/]?[\d.]*(?:/x64)?/src"
    r"|gems|rubygems|lib/ruby|bundle/ruby|\.pub-cache|jest-\w+|internal[\\/](?:process|modules|timers)|\.pnpm|\.yarn"
    r"|\.deno|_pytest|pluggy|gtest|googletest|catch2|usr/include|libsanitizer|sysdeps|libstdc\+\+-v3|csu|glibc[\w.-]*"
    r"|phpunit|deps/[\w-]+/lib)(?:[\\/]|$)"
    r"|^(?:node:|internal/|<frozen|<string>|<anonymous>|<internal:|native|\[eval|dart:|bun:|deno:|ext:"
    r"|package:(?:test|test_api|test_core|matcher|flutter|flutter_test|stack_trace|async|stream_channel|checks|mockito)/"
    r"|/_/src/|\.\./(?:sysdeps|csu|nptl|stdlib|signal)/|lib(?:swift|system|dispatch|objc|XCTest)\w*|XCTest\w*$|xctest$"
    r"|(?:CoreFoundation|Foundation|dyld|UIKitCore|GraphicsServices|libc\.so|_testmain\.go)\b)"
    r"|/src/gtest|(?:^|/)unittest/(?:suite|case|loader|mock)\.py$|/(?:src/)?libstd/|node-internal"
)
_FOREIGN_FUNCTION = re.compile(
    r"^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|android|androidx|dalvik"
    r"|org\.(?:junit|testng|opentest4j|gradle|apache\.(?:maven|groovy|commons|http|tomcat|catalina|logging|log4j)"
    r"|mockito|hamcrest|assertj|springframework|codehaus|hibernate|spockframework|eclipse|scalatest|scalactic"
    r"|robolectric|jetbrains|postgresql|slf4j|jboss|flywaydb)"
    r"|io\.(?:kotest|netty|cucumber|mockk|restassured|grpc|reactivex|micrometer)|reactor|okhttp3|net\.bytebuddy|worker\.org"
    r"|com\.(?:google\.common|fasterxml|zaxxer|intellij)"
    r"|System|Microsoft|Xunit|NUnit|FluentAssertions|Shouldly|Moq|Castle"
    r"|std|core|alloc|test|tokio|futures|rayon|runtime|testing|reflect|panic|net/http|sync|[\w.]{1,40}/stretchr"
    r"|Catch|doctest|boost::test|PHPUnit|Symfony|RSpec|Minitest|Mockery)[.:\\/$\[#]"
    r"|^(?:__rust_|rust_begin_unwind|__libc_|__gnu_cxx|__GI_|__assert|__cxa_|__asan_|__interceptor_|__sanitizer_"
    r"|_start$|operator (?:new|delete)|pthread_kill)"
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
    r"|/home/vsts/work/\d+/[sb]/|[A-Za-z]:[\\/]agent[\\/]_work[\\/]\d+[\\/]s[\\/]|/home/circleci/(?:project|repo)/"
    r"|/root/project/|/var/lib/jenkins/workspace/[^/]+/|/home/jenkins/(?:agent/)?workspace/[^/]+/"
    r"|/home/travis/build/[^/]+/[^/]+/|/opt/atlassian/pipelines/agent/build/|.{0,200}/execroot/[^/]+/"
    r"|.{0,200}\.runfiles/[^/]+/|/(?:app|src|code|repo|project|usr/src/app|workdir|drone/src|bitrise/src)/)"
)

_ORIGIN = re.compile(
    r"^(?:https?|blob:https?)://[^/]{1,200}/(?:@fs(?=/))?|^(?:webpack|webpack-internal|vite-node|app|capacitor)://"
    r"/?(?:[\w@-]{0,100}/)??(?=\./|\w)|\?[\w=&.-]{0,100}$"
)


@lru_cache(maxsize=8192)
def is_foreign(path: str, function: str = "") -> bool:
    """Whether a frame belongs to a runner, a library or the language.

    >>> is_foreign("/opt/lib/site-packages/pluggy/_hooks.py"), is_foreign("app/net.py")
    (True, False)
    """
    return bool(_FOREIGN.search(path) or (function and _FOREIGN_FUNCTION.search(function)))


@lru_cache(maxsize=8192)
def is_test(path: str) -> bool:
    """Whether a path is that of a test or of its helpers.

    >>> is_test("src/shop/cart.test.ts"), is_test("src/test/java/CartTest.java"), is_test("src/cart.py")
    (True, True, False)
    """
    return bool(_TEST.search(path))


@lru_cache(maxsize=8192)
def in_repository(path: str) -> str:
    """The path below the checkout where the runner put it, with `/`; as it is when unknown.

    >>> in_repository("/home/runner/work/shop/shop/tests/test_a.py")
    'tests/test_a.py'
    """
    path = path.removeprefix("file://")
    if "://" in path:
        path = _ORIGIN.sub("", path)
    return _CHECKOUT.sub("", path).replace("\\", "/").removeprefix("./")


def tail(path: str, parts: int = 2) -> str:
    """The last parts of a path: the same for any place of the checkout.

    >>> tail("/builds/group/app/src/net.rs")
    'src/net.rs'
    """
    return "/".join(re.split(r"[\\/]+", path)[-parts:])


_HASHED = re.compile(r"(?P<name>\w)[-.](?P<hash>[\w-]{8,20})(?=\.(?:[cm]?jsx?|css|wasm)$)")
_CALLED = re.compile(r"::|->|[.#:\\]")


def place_of(file: str, function: str) -> str:
    """Where a frame is, for people and for identity: two parts of the path, the bare function.

    >>> place_of("dist/assets/index-Bx7Kq2a9.js", "Cart.add"), place_of("src/cart.rs", "shop::total")
    ('assets/index.js:add', 'src/cart.rs:total')
    """
    short = _HASHED.sub(_unhashed, tail(file))
    return f"{short}:{_CALLED.split(function.strip())[-1]}"


def _unhashed(match: re.Match[str]) -> str:
    """A bundler's hash is left out; a word like `bootstrap` in that place is not."""
    mark = match["hash"]
    is_word = mark.isalpha() and (mark.islower() or mark.istitle())
    return match[0] if is_word else match["name"]
