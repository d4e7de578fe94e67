"""Packages that cannot be resolved, fetched by version, or built on install."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import Kind, LogCause

_package = partial(
    Rule,
    cause=LogCause.DEPENDENCY,
    tier=Tier.BUILD,
    category="Build/Dependencies",
    kind=Kind.UNCOLLECTABLE,
    first=True,
)

ROWS = (
    _package(
        id="pip-no-match",
        pattern=r"(?:No matching distribution found for"
        r"|Could not find a version that satisfies the requirement) (?P<key>[\w.\[\]-]+\S*)",
        slug="pip-no-match-{key}",
        example="ERROR: Could not find a version that satisfies the requirement shop-core==9.9 (from versions: 1.0)\n"
        "ERROR: No matching distribution found for shop-core==9.9",
        near_miss="Collecting shop-core==9.9",
    ),
    _package(
        id="pip-conflict",
        pattern=r"ResolutionImpossible|ERROR: Cannot install (?P<key>.*) because"
        r"|(?P<key2>requires a different Python: .*)|conflicting dependencies"
        r"|(?P<key3>No solution found when resolving dependencies.*)"
        r"|(?P<key4>[Vv]ersion solving (?:has )?failed.*)|SolverProblemError|Could not find compatible versions"
        r"|pip's dependency resolver does not currently"
        r"|LibMambaUnsatisfiableError|ResolvePackageNotFound|PackagesNotFoundError"
        r"|UnsatisfiableError|nothing provides (?P<key5>.*)",
        slug="python-dependency-conflict",
        example="ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.\n"
        "ERROR: ResolutionImpossible: for help visit https://pip.pypa.io",
        near_miss="Successfully installed a-1.0 b-2.0",
    ),
    _package(
        id="pip-wheel",
        first=False,
        pattern=r"Failed building wheel for (?P<key>\S+)|Failed to build (?P<key2>[\w.-]+)$"
        r"|metadata-generation-failed|subprocess-exited-with-error"
        r"|Failed to build `(?P<key3>[^`]+)`"
        r"|Could not build wheels for (?P<key4>[\w.-]+)"
        r"|Getting requirements to build wheel did not run"
        r"|Preparing metadata \(pyproject\.toml\).*error$",
        slug="wheel-build-{key}",
        example="  ERROR: Failed building wheel for shopnative\nFailed to build shopnative\n"
        "ERROR: Could not build wheels for shopnative, which is required to install pyproject.toml-based projects",
        near_miss="Building wheel for shopnative (pyproject.toml): finished with status 'done'",
    ),
    _package(
        id="pip-hashes",
        pattern=r"THESE PACKAGES DO NOT MATCH THE HASHES|Hashes are required in",
        slug="python-hash-mismatch",
        example="ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.\n"
        "    shop-core from https://index.example/shop_core.whl",
        near_miss="Using hash checking mode",
    ),
    _package(
        id="npm-resolve",
        pattern=r"npm (?:ERR!|error) code (?:ERESOLVE|ETARGET|E404|EUNSUPPORTEDPROTOCOL|EBADENGINE"
        r"|EINTEGRITY|EUSAGE)|npm (?:ERR!|error) (?P<key>notarget .*|404 .*)"
        r"|unable to resolve dependency tree|ERR_PNPM_(?P<key2>\w+)"
        r"|error Couldn't find (?:any versions for|package) (?P<key3>.*)|EBADPLATFORM"
        r"|error An unexpected error occurred: \"https?://.*: Not found"
        r"|The engine \"node\" is incompatible|Your lockfile needs to be updated"
        r"|YN0\d{3}: .*(?:No candidates|would have been modified)"
        r"|package\.json and package-lock\.json .* are (?:not )?in sync|npm ci can only install",
        slug="npm-dependency",
        example="npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree\n"
        "npm error Could not resolve dependency:\nnpm error peer react@18 from shop-ui@2.0.0",
        near_miss="npm warn deprecated inflight@1.0.6: This module is not supported",
    ),
    _package(
        id="cargo-resolve",
        head=r"^error: ",
        pattern=r"error: failed to select a version for|error: no matching package named"
        r"|failed to (?:parse|load) manifest"
        r"|error: failed to get `(?P<key>[^`]+)` as a dependency"
        r"|the lock file .*Cargo\.lock needs to be updated"
        r"|error: package `(?P<key2>[^`]+)` cannot be built because it requires rustc"
        r"|error: no matching package found|^\s*--> (?:\S*/)?Cargo\.toml:\d+",
        slug="cargo-dependency",
        example='    Updating crates.io index\nerror: failed to select a version for the requirement `shop = "^9"`\n'
        "candidate versions found which didn't match: 1.0.0",
        near_miss="   Compiling shop v1.0.0",
    ),
    _package(
        id="go-modules",
        pattern=r"go: (?P<key>\S+).*: (?:unknown revision|module lookup disabled|reading .*: 404"
        r"|invalid version|no matching versions)|missing go\.sum entry"
        r"|cannot find module providing package (?P<key2>\S+)"
        r"|no required module provides package (?P<key3>[^\s;]+)"
        r"|go: (?:updates to go\.mod needed|inconsistent vendoring)"
        r"|verifying .*: checksum mismatch|go\.mod requires go >= ",
        slug="go-module-{key}",
        example="main.go:4:2: no required module provides package example.org/shop/cart; to add it:\n"
        "\tgo get example.org/shop/cart",
        near_miss="go: downloading example.org/shop v1.2.0",
    ),
    _package(
        id="maven-gradle-resolve",
        pattern=r"Could not resolve (?P<key>all \w+ for configuration|dependencies for project"
        r"|[\w.-]+:[\w.-]+:\S+)|Could not find (?P<key2>[\w.-]+:[\w.-]+:[\w.-]+)"
        r"|Could not find artifact (?P<key3>\S+)"
        r"|Failure to find (?P<key4>\S+:\S+:\S+)|Non-resolvable parent POM"
        r"|Plugin .* could not be resolved|Plugin \[id: '(?P<key5>[^']+)'.*was not found"
        r"|DependencyResolutionException",
        slug="jvm-dependency",
        example="FAILURE: Build failed with an exception.\n* What went wrong:\n"
        "> Could not find org.acme:shop-core:9.9.\n  Searched in the following locations:",
        near_miss="Download https://repo.example/org/acme/shop-core/1.0/shop-core-1.0.jar",
    ),
    _package(
        id="apt-package",
        pattern=r"^E: Unable to locate package (?P<key>\S+)"
        r"|^E: Package '(?P<key2>[^']+)' has no installation candidate"
        r"|^E: Unable to correct problems|has unmet dependencies"
        r"|^The following packages have unmet dependencies|^E: Version '.*' for '(?P<key3>[^']+)' was not found"
        r"|^E: Sub-process .* returned an error|unable to select packages:"
        r"|No match for argument: (?P<key4>\S+)"
        r"|Error: No available formula|^Error: Unable to find a match|dpkg: error processing",
        slug="apt-package-{key}",
        example="Reading package lists...\nE: Unable to locate package libshop-dev\n##[error]Process completed with exit code 100.",
        near_miss="libshop-dev is already the newest version (1.0-1).",
    ),
    _package(
        id="bundler-resolve",
        pattern=r"Could not find gem '(?P<key>[^' ]+)|Bundler could not find compatible versions"
        r"|Could not find (?P<key2>\S+-[\d.]+) in (?:any of the sources|locally)"
        r"|An error occurred while installing (?P<key3>\S+)"
        r"|Your requirements could not be resolved to an installable set"
        r"|Your lock file does not contain a compatible set"
        r"|Your Ruby version is [\d.]+, but|Bundler::GemNotFound|Failed to build gem native extension",
        slug="bundler-composer-dependency",
        example="Fetching gem metadata from https://rubygems.example/\nCould not find gem 'shop (~> 9.9)' in rubygems "
        "repository https://rubygems.example/ or installed locally.",
        near_miss="Bundle complete! 12 Gemfile dependencies, 41 gems now installed.",
    ),
    _package(
        id="nuget-resolve",
        pattern=r"error NU\d{4}: (?P<key>.*)|Unable to find package (?P<key2>\S+)"
        r"|error NETSDK\d{4}: (?P<key3>.*)|A compatible \.NET SDK was not found",
        slug="nuget-dependency",
        example="/src/Shop.csproj : error NU1101: Unable to find package Acme.Shop. No packages exist with this id",
        near_miss="Restored /src/Shop.csproj (in 812 ms).",
    ),
    _package(
        id="submodule",
        pattern=r"fatal: (?:No url found for submodule|unable to checkout submodule"
        r"|needed a single revision)|Fetched in submodule path .* but it did not contain"
        r"|Unable to find current revision in submodule"
        r"|fatal: reference is not a tree|couldn't find remote ref"
        r"|A branch or tag with the name '(?P<key>[^']+)' could not be found",
        slug="git-reference-missing",
        example="fatal: couldn't find remote ref refs/heads/release-9\n##[error]The process '/usr/bin/git' failed with exit code 128",
        near_miss="Submodule path 'vendor/shop': checked out 'b2'",
    ),
    _package(
        id="node-module-missing",
        pattern=r"(?:Cannot find (?:module|package)|Can't resolve|Cannot find dependency"
        r"|Failed to resolve import|Could not resolve) ['\"](?P<key>[^'\"]+)['\"]"
        r"|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND",
        slug="node-module-{key}",
        per_key=False,
        example="node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module 'shop-cart'\nRequire stack:\n- /srv/app/index.js",
        near_miss="error TS2307: Cannot find type definition file for 'node'.",
    ),
    _package(
        id="script-module-missing",
        pattern=r"Can't locate (?P<key>\S+\.pm) in @INC|cannot load such file -- (?P<key2>\S+)"
        r"|module '(?P<key3>\S+)' not found:$|there is no package called \W(?P<key4>[\w.]+)",
        slug="module-{key}",
        example="Can't locate Shop/Cart.pm in @INC (you may need to install the Shop::Cart module) at cart.pl line 1.\n"
        "BEGIN failed--compilation aborted at cart.pl line 1.",
        near_miss="located Shop/Cart.pm",
    ),
    _package(
        id="python-module-missing",
        tier=Tier.CRASH,
        pattern=r"^(?:E\s+|\S+: )?(?:ModuleNotFoundError"
        r"|ImportError): (?:No module named )?['\"]?(?P<key>[^'\"]+)"
        r"|^\S*python[\d.]*: No module named (?P<key2>\S+)"
        r"|pkg_resources\.DistributionNotFound|PackageNotFoundError: (?P<key3>.*)",
        slug="python-module-{key}",
        example='Traceback (most recent call last):\n  File "manage.py", line 1, in <module>\n    import shopcore\n'
        "ModuleNotFoundError: No module named 'shopcore'",
        near_miss="module shopcore imported",
    ),
)
