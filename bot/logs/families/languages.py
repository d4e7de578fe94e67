"""Compilers, packages and linters of Elixir, Dart, Swift, Scala, PHP, Kotlin and Terraform."""

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
_package = partial(
    Rule,
    cause=LogCause.DEPENDENCY,
    tier=Tier.BUILD,
    category="Build/Dependencies",
    kind=Kind.UNCOLLECTABLE,
    first=True,
)
_lint = partial(Rule, cause=LogCause.LINT, tier=Tier.LINT, category="Code Quality/Lint", first=True)

COMPILE_ROWS = (
    _compile(
        id="compile-elixir",
        pattern=r"^error: (?P<key>undefined (?:variable|function) .*)|^== Compilation error in file (?P<file>\S+) =="
        r"|\*\* \(CompileError\) (?P<key2>.*)",
        slug="elixir-compile-error",
        example='error: undefined variable "basket"\n  lib/shop/cart.ex:12: Shop.Cart.total/1\n\n== Compilation error in file lib/shop/cart.ex ==',
        near_miss='warning: variable "error" is unused',
    ),
    _compile(
        id="compile-dart",
        pattern=r"^(?P<file>\S+\.dart):(?P<line>\d+):\d+: Error: (?P<key>.*)",
        slug="dart-compile-error",
        example="lib/cart.dart:12:5: Error: The getter 'basket' isn't defined for the class 'Cart'.\n    basket\n    ^^^^^^",
        near_miss="lib/cart.dart:12:5: Warning: Operand of null-aware operation",
    ),
    _compile(
        id="compile-scala",
        pattern=r"^\[error\] -- (?:\[E\d+\] )?(?P<key>[\w ]+Error): (?P<file>\S+\.scala):(?P<line>\d+)",
        slug="scala-compile-error",
        example="[error] -- [E006] Not Found Error: src/Cart.scala:12:4\n[error] 12 |    basket\n[error]    |    ^^^^^^",
        near_miss="[info] compiling 4 Scala sources",
    ),
    _compile(
        id="compile-haskell",
        pattern=r"\x{2022} (?P<key>(?:Variable not in scope|Couldn't match (?:expected )?type|No instance for|Data constructor not in scope).*)",
        slug="haskell-compile-error",
        example="src/Cart.hs: failed\n    \u2022 Variable not in scope: basket\n    |\n12 | total = basket",
        near_miss="\u2022 In the expression: basket",
    ),
    _compile(
        id="compile-cuda",
        pattern=r"^(?P<file>\S+\.cuh?)\((?P<line>\d+)\): error:? (?P<key>.*)",
        slug="cuda-compile-error",
        example='cart.cu(14): error: identifier "basket" is undefined\n1 error detected in the compilation of "cart.cu".',
        near_miss="cart.cu(14): warning #177-D: variable was declared but never referenced",
    ),
    _compile(
        id="compile-android",
        pattern=r"AAPT: error: (?P<key>.*)|(?P<key2>Manifest merger failed.*)|error: (?P<key3>resource \S+ .*not found.*)"
        r"|(?P<key4>Duplicate class \S+ found in modules)|\[ksp\] (?P<key5>.*)|(?P<key6>Type \S+ is defined multiple times)",
        slug="android-build",
        example="     ERROR: /srv/app/src/main/res/layout/main.xml:12: AAPT: error: resource string/pay not found.\nBUILD FAILED in 3s",
        near_miss="> Task :app:mergeDebugResources",
    ),
    _compile(
        id="compile-location",
        tier=Tier.LINT,
        pattern=r"^File \"(?P<file>[^\"]+\.mli?)\", line (?P<line>\d+), characters|^(?P<file2>\S+\.[fF]\d{0,2}):(?P<line2>\d+):\d+:$"
        r"|^%Error(?:-\w+)?: (?P<file3>\S+?):(?P<line3>\d+):\d+: (?P<key>.*)|^\s*--> (?P<file4>\S+\.sol):(?P<line4>\d+)",
        slug="compile-error",
        example='File "lib/cart.ml", line 14, characters 8-13:\n14 |   let x = totl 1 in\nError: Unbound value totl',
        near_miss='File "cart.py", line 14, in total',
    ),
    _compile(
        id="compile-bundle",
        pattern=r"^(?:Module not found: )?Error: Can't resolve '(?P<key>\.[^']*)' in '(?P<file>[^']+)'"
        r"|\[ERROR\] Could not resolve \"(?P<key2>\.[^\"]*)\"|TS2307: Cannot find module '(?P<key3>\.[^']*)'",
        slug="import-not-found",
        example="ERROR in ./src/index.js\nModule not found: Error: Can't resolve './basket' in '/srv/app/src'",
        near_miss="Module not found: Error: Can't resolve 'react' in '/srv/app/src'",
    ),
    _compile(
        id="apple-signing",
        cause=LogCause.CONFIG,
        category="Configuration/Signing",
        pattern=r"error: (?P<key>No signing certificate \"[^\"]+\"|No profiles for '[^']+' were found|Signing for \"[^\"]+\" requires.*)"
        r"|(?P<key2>requires a provisioning profile)|errSecInternalComponent|(?P<key3>Provisioning profile \"[^\"]+\" .*)"
        r"|(?P<key4>keychain .{1,80} could not be found)|jarsigner: .*(?P<key5>error.*)|(?P<key6>Keystore file '.*' not found)",
        slug="code-signing",
        example="/srv/App.xcodeproj: error: No signing certificate \"iOS Distribution\" found: none matches the team (in target 'App')\n** ARCHIVE FAILED **",
        near_miss="CodeSign /srv/App.app (in target 'App' from project 'App')",
    ),
    _compile(
        id="apple-build-summary",
        tier=Tier.WRAPPER,
        pattern=r"\*\* (?:BUILD|ARCHIVE|TEST|CLEAN|ANALYZE) FAILED \*\*|The following build commands failed",
        slug="xcode-build-failed",
        example="PhaseScriptExecution failed\n** BUILD FAILED **\n\nThe following build commands failed:\n\tPhaseScriptExecution Embed",
        near_miss="** BUILD SUCCEEDED **",
    ),
)

PACKAGE_ROWS = (
    _package(
        id="mix-dependency",
        pattern=r"Could not compile dependency :(?P<key>\w+)|Unchecked dependencies for environment"
        r"|Can't continue due to errors on dependencies|Failed to use \"(?P<key2>\w+)\" \(version",
        slug="elixir-dependency-{key}",
        example='==> jason\n** (Mix) Could not compile dependency :jason, "mix compile" failed.',
        near_miss="* Getting jason (Hex package)",
    ),
    _package(
        id="apple-dependency",
        pattern=r"Dependencies could not be resolved because (?P<key>.*)|Could not resolve package dependencies"
        r"|CocoaPods could not find compatible versions for pod \"(?P<key2>[^\"]+)\"|Unable to find a specification for `(?P<key3>[^`]+)`",
        slug="swift-dependency",
        example="error: Dependencies could not be resolved because root depends on 'swift-log' 9.0.0..<10.0.0.",
        near_miss="Resolved source packages: swift-log 1.5.4",
    ),
    _package(
        id="conan-vcpkg",
        pattern=r"Package '(?P<key>[\w./+-]+)' not resolved|(?P<key2>[\w./+-]+): Not able to find \S+ in remotes"
        r"|error: building (?P<key3>[\w:-]+) failed with: BUILD_FAILED",
        slug="native-dependency-{key}",
        example="ERROR: Package 'zlib/9.9' not resolved: Unable to find 'zlib/9.9' in remotes.",
        near_miss="zlib/1.3: Already installed!",
    ),
    _package(
        id="lockfile-stale",
        pattern=r"lockfile had changes, but lockfile is frozen|(?:uv\.lock|poetry\.lock|Pipfile\.lock|[Ll]ock ?file).{0,80}(?:out of date|needs to be updated|not up.to.date|out of sync|changed significantly)"
        r"|Some specifiers in the lockfile don't match|pubspec\.lock.{0,40}would change|packages\.lock\.json.{0,60}(?:NU1004|inconsistent)",
        slug="lock-file-stale",
        example="bun install v1.1.4\nerror: lockfile had changes, but lockfile is frozen\n##[error]Process completed with exit code 1.",
        near_miss="lockfile written",
    ),
    _package(
        id="package-hash",
        pattern=r"Hash for (?P<key>\S+) .*not found in known hashes|(?P<key2>\S+) .*(?:integrity|checksum) (?:check|verification) failed"
        r"|(?i:checksum mismatch (?:for|in)) (?P<key3>\S+)|SHA(?:256|512) mismatch",
        slug="package-hash-mismatch",
        example="  RuntimeError\n\n  Hash for shop-core (1.4.0) from archive shop_core.whl not found in known hashes (was: sha256:3e1f)",
        near_miss="checksum ok",
    ),
    _package(
        id="package-too-new",
        pattern=r"Ignored the following versions that require a different python|error: (?P<key>externally-managed-environment)"
        r"|Unable to resolve package '(?P<key2>[^']+)'",
        slug="python-environment",
        example="error: externally-managed-environment\n\n\u00d7 This environment is externally managed\n##[error]Process completed with exit code 1.",
        near_miss="environment is ready",
    ),
)

LINT_ROWS = (
    _lint(
        id="lint-php",
        pattern=r"^\s*Line {2,}(?P<file>\S+\.php)\s*$|^ ?\[ERROR\] Found [1-9]\d* errors?$"
        r"|^ERROR: (?P<key>[A-Z]\w+) - (?P<file2>\S+\.php):(?P<line>\d+)|^FOUND \d+ ERRORS? (?:AND \d+ WARNINGS? )?AFFECTING"
        r"|^ +\d+\) (?P<file3>\S+\.php)(?: \(.*\))?$",
        slug="php-lint",
        example=" ------ ----------\n  Line   src/Cart.php\n ------ ----------\n  31     Method Cart::total() should return int but returns string.\n\n [ERROR] Found 1 error",
        near_miss=" [OK] No errors",
    ),
    _lint(
        id="lint-elixir",
        pattern=r"mix format failed due to --check-formatted|\[[WCRFD]\] . (?P<key>.*)|^(?P<file>\S+\.exs?):\d+:(?:\d+:)?(?P<key2>[a-z_]+)$|The following files (?:are|were) not formatted",
        slug="elixir-format",
        example="** (Mix) mix format failed due to --check-formatted.\nThe following files are not formatted:\n  * lib/shop/cart.ex",
        near_miss="mix format ran",
    ),
    _lint(
        id="lint-dart",
        pattern=r"^\s*(?:error|warning|info) [\x{2022}-] (?P<key>.+?) [\x{2022}-] (?P<file>\S+\.dart):(?P<line>\d+):\d+"
        r"|^Changed (?P<file2>\S+\.dart)$",
        slug="dart-analyze",
        example="Analyzing shop...\n   info \u2022 Unused import: 'dart:io' \u2022 lib/cart.dart:3:8 \u2022 unused_import\n1 issue found.",
        near_miss="No issues found!",
    ),
    _lint(
        id="lint-ktlint-swiftlint",
        tier=Tier.BUILD,
        pattern=r"(?P<file>\S+\.kts?):(?P<line>\d+):\d+:? (?P<key>.*\((?:standard|experimental):[\w-]+\))"
        r"|(?P<file2>\S+\.swift):(?P<line2>\d+):\d+: (?:error|warning): (?P<key2>.* Violation: .*\(\w+\))",
        slug="code-style",
        example='src/cart.kt:4:1: Unexpected blank line(s) before "}" (standard:no-blank-line-before-rbrace)\n'
        "##[error]Process completed with exit code 1.",
        near_miss="src/cart.kt:4:1: formatted",
    ),
    _lint(
        id="lint-terraform",
        pattern=r"^(?P<file>\S+\.tf):(?P<line>\d+):\d+: (?:Error|Warning|Notice) - (?P<key>.*)|^[1-9]\d* issue\(s\) found:",
        slug="terraform-lint",
        example="main.tf:4:1: Warning - Missing version constraint (terraform_required_providers)\n##[error]Process completed with exit code 2.",
        near_miss="main.tf formatted",
    ),
)
