"""Compilers and linkers that refuse the code."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import Kind, LogCause

_compile = partial(
    Rule,
    cause=LogCause.COMPILE,
    tier=Tier.BUILD,
    category="Build/Compile",
    kind=Kind.UNCOLLECTABLE,
    first=True,
)

ROWS = (
    _compile(
        id="compile-typescript",
        pattern=r"(?P<file>[^\s(]+\.[cm]?[jt]sx?|\w[\w./-]*\.vue)[(:](?P<line>\d+)[,:]\d+\)?(?: -"
        r"|:) error (?P<key>TS\d+: .*)|^error (?P<key2>TS\d+: .*)|ERROR in .*TS\d+",
        slug="typescript-error",
        example="src/cart.ts(14,7): error TS2322: Type 'string' is not assignable to type 'number'.\n"
        "##[error]Process completed with exit code 2.",
        near_miss="Found 0 errors. Watching for file changes.",
    ),
    _compile(
        id="compile-java",
        pattern=r"(?P<file>[^\s:\[]+\.(?:java|kt|scala"
        r"|groovy)):\[?(?P<line>\d+)(?:[,:]\d+)?\]?:? (?:error: )?(?P<key>(?:cannot find symbol"
        r"|incompatible types|package \S+ does not exist|class \S+ is|method \S+ in"
        r"|unreported|'.*' expected|reached end of file|not a statement|duplicate class"
        r"|missing return|variable \S+ ).*)"
        r"|(?P<file2>[^\s:]+\.(?:java|scala)):(?P<line2>\d+): error: (?P<key2>.*)"
        r"|^e: (?:file://)?(?P<file3>[^\s:]+\.kts?)(?::(?P<line3>\d+))?.*?[:)] (?P<key3>.*)"
        r"|COMPILATION ERROR|Compilation failed; see the compiler"
        r"|\[error\] (?P<file4>\S+\.scala):(?P<line4>\d+)",
        slug="java-compile-error",
        example="$ javac Cart.java\nCart.java:7: error: cannot find symbol\n    Basket b;\n    ^\n  symbol:   class Basket\n1 error",
        near_miss="Note: Cart.java uses unchecked or unsafe operations.",
    ),
    _compile(
        id="compile-rust",
        pattern=r"^error(?:\[E\d{4}\])?: (?P<key>(?:cannot find|mismatched types|unresolved"
        r"|expected|unexpected|use of|borrow|the trait|no method|missing|cannot borrow"
        r"|lifetime|failed to resolve|this function|linking with|type annotations|the name"
        r"|macro|unclosed|expected one of).*)|^error\[E\d{4}\]: (?P<key2>.*)",
        slug="rust-compile-error",
        example="error[E0425]: cannot find value `basket` in this scope\n --> src/cart.rs:7:5\n  |\n"
        "7 |     basket\n  |     ^^^^^^ not found in this scope\n\nerror: could not compile `shop` (lib) due to 1 previous error",
        near_miss="warning: unused variable: `basket`",
    ),
    _compile(
        id="compile-rust-summary",
        tier=Tier.WRAPPER,
        pattern=r"^error: (?P<key>could not compile `[^`]+`|aborting due to)",
        slug="rust-compile-error",
        example="   Compiling shop v1.0.0\nerror: could not compile `shop` (lib) due to 1 previous error",
        near_miss="   Compiling shop v1.0.0",
    ),
    _compile(
        id="compile-go",
        pattern=r"^(?:vet: )?(?P<file>(?:\./|\../"
        r"|/)?[\w./-]+\.go):(?P<line>\d+):\d+: (?P<key>(?:undefined|undeclared|cannot"
        r"|imported and not used|\S+ (?:declared and not used|redeclared|is not|undefined)"
        r"|declared and not used|syntax error|missing return|too many|not enough"
        r"|assignment mismatch|invalid|unknown field|expected|non-name|type|impossible"
        r"|duplicate|no new variables|first argument|could not import|import cycle"
        r"|undeclared name|\".*\" imported and not used|wrong).*)"
        r"|^FAIL\s+\S+ \[build failed\]",
        slug="go-compile-error",
        example="# example.org/shop/cart\n./cart.go:12:9: undefined: Basket\nFAIL\texample.org/shop/cart [build failed]",
        near_miss="    cart_test.go:12: got 3, want 4",
    ),
    _compile(
        id="compile-dotnet",
        pattern=r"(?P<file>[^\s(]+\.(?:cs|fs|vb"
        r"|razor))\((?P<line>\d+),\d+\): error (?P<key>\w{2,4}\d{4}: .*)|(?:^"
        r"|: )error (?P<key2>(?:CS|FS|BC|MSB)\d{4}: .*)",
        slug="dotnet-compile-error",
        example="/src/Cart.cs(7,9): error CS0103: The name 'basket' does not exist in the current context [/src/Shop.csproj]",
        near_miss="/src/Cart.cs(7,9): warning CS0168: The variable 'e' is declared but never used",
    ),
    _compile(
        id="compile-msvc",
        pattern=r"(?P<file>[^\s(]+\.(?:c|cc|cpp|cxx|h|hpp"
        r"|cu))\((?P<line>\d+)(?:,\d+)?\): (?:fatal )?error (?P<key>C\d{4}: .*)"
        r"|\bfatal error (?P<key2>C\d{4}: .*)",
        slug="msvc-compile-error",
        example="C:\\src\\cart.cpp(12): error C2065: 'basket': undeclared identifier",
        near_miss="C:\\src\\cart.cpp(12): warning C4101: 'e': unreferenced local variable",
    ),
    _compile(
        id="compile-swift",
        pattern=r"(?P<file>\S+\.(?:swift|m|mm)):(?P<line>\d+):\d+: (?:fatal )?error: (?P<key>.*)",
        slug="swift-compile-error",
        example="/src/Cart.swift:9:13: error: cannot find 'basket' in scope\n** BUILD FAILED **",
        near_miss="/src/Cart.swift:9:13: warning: variable 'basket' was never used",
    ),
    _compile(
        id="compile-c",
        pattern=r"(?P<file>[^\s:()]+\.(?:c|cc|cpp|cxx|C|h|hh|hpp|hxx|cu|cuh|inl|inc|S|s|f90|F90|pyx"
        r"|proto)):(?P<line>\d+)(?::\d+)?:? (?:fatal )?[Ee]rror: (?P<key>.*)"
        r"|^cc1\w*: (?:all warnings being treated as errors|fatal error)"
        r"|#error (?P<key2>.*)",
        slug="compile-error",
        example="cart.c: In function 'total':\ncart.c:7:16: error: 'basket' undeclared (first use in this function)\n"
        "    7 |         return basket;\n      |                ^~~~~~\nmake: *** [Makefile:3: all] Error 1",
        near_miss="cart.c:7:16: warning: unused variable 'error_count' [-Wunused-variable]",
    ),
    _compile(
        id="link-error",
        pattern=r"(?P<key>undefined reference to .*)|(?P<key2>multiple definition of .*)"
        r"|collect2: error: ld returned|ld: (?:symbol\(s\) not found"
        r"|cannot find (?P<key3>-l\S+)|library not found for (?P<key4>\S+))"
        r"|Undefined symbols for architecture"
        r"|error LNK\d{4}: (?P<key5>.*)|LINK : fatal error|\b(?:ld|lld)(?:\.lld"
        r"|\.gold)?: error: (?P<key6>.*)|error: linking with `\w+` failed"
        r"|clang(?:\+\+)?: error: linker command failed|undefined symbol: (?P<key7>.*)",
        slug="link-error",
        example="/usr/bin/ld: cart.o: in function `total':\ncart.c:(.text+0x9): undefined reference to `basket_sum'\n"
        "collect2: error: ld returned 1 exit status",
        near_miss="[100%] Linking CXX executable shop",
    ),
    _compile(
        id="shared-library-missing",
        cause=LogCause.DEPENDENCY,
        category="Build/Dependencies",
        pattern=r"error while loading shared libraries: (?P<key>[^\s:]+)|(?P<key2>[^\s:]+): cannot open shared object file"
        r"|^dyld(?:\[\d+\])?: Library not loaded: (?P<key3>\S+)",
        slug="library-missing-{key}",
        example="./shop: error while loading shared libraries: libcart.so.2: cannot open shared object file: No such file or directory",
        near_miss="Loading shared libraries from cache",
    ),
    _compile(
        id="compile-generic",
        tier=Tier.LINT,
        pattern=r"^(?P<file>[^\s:()]+\.\w{1,8}):(?P<line>\d+):\d+: (?:fatal )?error: (?P<key>.*)"
        r"|^ERROR: \S+BUILD(?:\.bazel)?:\d+:\d+: (?P<key10>(?:Compiling|Linking"
        r"|Building) .* failed).*|^error: (?P<key2>command '.*(?:gcc|cc|g\+\+|clang|cl\.exe"
        r"|nvcc)\S*' failed.*)|ninja: build stopped: (?P<key3>subcommand failed)"
        r"|ninja: error: (?P<key4>.*)|^FAILED: (?P<key5>\S+\.o(?:bj)?\b.*)"
        r"|^make(?:\[\d+\])?: \*\*\* (?P<key6>No rule to make target .*, needed by .*)"
        r"|Module build failed|webpack.* compiled with \d+ error|ERROR in (?P<key7>\./\S+)"
        r"|\[vite\].*(?:error|failed)|^-- (?P<key11>[A-Z][A-Z ]+[A-Z]) -{4,} (?P<file2>\S+)$|✘ \[ERROR\] (?P<key8>.*)|RollupError: (?P<key9>.*)",
        slug="build-error",
        example="ninja: error: 'lib/shop.a', needed by 'shop', missing and no known rule to make it",
        near_miss="ninja: no work to do.",
    ),
)
