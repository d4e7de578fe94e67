"""Settings, tools and files that are missing or malformed."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import Kind, LogCause, Origin, Severity

_config = partial(
    Rule,
    cause=LogCause.CONFIG,
    tier=Tier.BUILD,
    category="Configuration",
    kind=Kind.UNCOLLECTABLE,
    first=True,
)

ROWS = (
    _config(
        id="environment-not-isolated",
        pattern=r"Using (?P<key>regular os\.environ instead of isolated environment)",
        slug="environment-not-isolated",
        category="Test Infrastructure",
        tier=Tier.WARNING,
        kind=Kind.FAILING,
        origin=Origin.WARNING,
        severity=Severity.P2,
        is_standing=True,
        example="WARNING  shared.environment:environment.py:41 Using regular os.environ instead of isolated environment (TEMP_DEBUG)",
        near_miss="Using isolated environment",
    ),
    _config(
        id="environment-variable-missing",
        pattern=r"KeyError: '(?P<key>[A-Z][A-Z0-9]*_[A-Z0-9_]+)'"
        r"|(?P<key2>\b[A-Z][A-Z0-9]*_[A-Z0-9_]+)\b'?\"?:? (?:validation failed"
        r"|(?:environment variable )?(?:is |must be |was |are )?(?:not set|required|missing"
        r"|undefined|unset|unbound variable|not defined|parameter not set))"
        r"|(?i:missing (?:required )?(?:environment|env) (?:variables?"
        r"|vars?):?) ?(?P<key3>[A-Z][A-Z0-9_, ]*)"
        r"|[Ee]nvironment variable [\"'`]?(?P<key4>[A-Z][A-Z0-9_]+)[\"'`]? (?:not|is (?:not"
        r"|missing|required)|must|missing|required)"
        r"|Set the (?P<key5>[A-Z][A-Z0-9_]+) environment variable"
        r"|(?P<key6>[A-Z][A-Z0-9_]+): (?:unbound variable|parameter not set)"
        r"|[Ii]nput required and not supplied: (?P<key7>\S+)"
        r"|ImproperlyConfigured: (?P<key8>.*)|required variable (?P<key9>\w+) is missing"
        r"|Environment variable not found: (?P<key11>[A-Z]\w+)|[Ss]ecret (?P<key10>[A-Z][A-Z0-9_]+) (?:is )?(?:not|missing|required)",
        slug="{key}-not-set",
        example='starting\nTraceback (most recent call last):\n  File "/srv/app/app.py", line 3, in <module>\n'
        '    url = os.environ["DATABASE_URL"]\n  File "<frozen os>", line 679, in __getitem__\nKeyError: \'DATABASE_URL\'',
        near_miss="KeyError: 'basket'",
    ),
    _config(
        id="settings-validation",
        pattern=r"pydantic\S*ValidationError: \d+ validation errors? for (?P<key>\w*(?:Settings"
        r"|Config)\w*)"
        r"|jsonschema\.exceptions\.ValidationError: (?P<key5>.*)",
        slug="settings-invalid",
        example="pydantic_core._pydantic_core.ValidationError: 2 validation errors for ShopSettings\ndatabase_url\n  Field required",
        near_miss="ShopSettings loaded from .env",
    ),
    _config(
        id="command-not-found",
        pattern=r"^(?:\S+: ){0,2}(?:line \d+: |\d+: )?(?P<key>[\w./+-]+): (?:command )?not found$|command not found: (?P<key2>\S+)"
        r"|'(?P<key3>[^']+)' is not recognized as an internal"
        r"|exec: \"(?P<key4>[^\"]+)\": executable file not found"
        r"|The term '(?P<key5>[^']+)' is not recognized|spawn (?P<key6>\S+) ENOENT"
        r"|env: [\x{2018}'](?P<key7>[^'\x{2019}]+)[\x{2019}']: No such file|(?:bash"
        r"|sh): (?P<key8>\S+): No such file or directory"
        r"|unknown command:? \"?(?P<key9>[\w-]+)\"?"
        r"|make: (?P<key10>\S+): (?:No such file or directory|Command not found)"
        r"|No such command '(?P<key11>[^']+)'|npm (?:ERR!"
        r"|error) Missing script: \"(?P<key12>[^\"]+)\""
        r"|error: no such (?:sub)?command: `(?P<key13>[^`]+)`"
        r"|Unable to locate executable file: (?P<key14>\S+?)\.? |exit code 127\b"
        r"|Could not find (?:a )?(?P<key15>\w+) executable|No rule to make target ['`\x{2018}](?P<key16>[\w-]+)['\x{2019}]\.? +Stop|Task '(?P<key17>[^']+)' not found in",
        slug="{key}-command-not-found",
        example="$ shopctl plan --env staging\nbash: line 1: shopctl: command not found\n##[error]Process completed with exit code 127.",
        near_miss="basket 4711: not found in the cache, loading it",
    ),
    _config(
        id="unknown-argument",
        pattern=r"error: unrecognized arguments: (?P<key>.*)|(?:unknown|unrecognized|invalid"
        r"|no such) (?:option|flag|argument):? ['\"`\x{2018}-]*(?P<key2>[\w-]+)"
        r"|flag provided but not defined: (?P<key3>\S+)"
        r"|unexpected argument '(?P<key4>[^']+)'"
        r"|error: the following arguments are required: (?P<key5>.*)"
        r"|error: argument (?P<key6>\S+: (?:invalid|expected).*)"
        r"|illegal option -- (?P<key7>\w)|Unknown option:? (?P<key8>\S+)"
        r"|Unexpected input\(s\) (?P<key9>'[^']+')"
        r"|unknown (?:shorthand )?flag: (?P<key10>\S+)",
        slug="unknown-argument",
        example="usage: pytest [options] [file_or_dir]\npytest: error: unrecognized arguments: --cov=shop\n##[error]Process completed with exit code 4.",
        near_miss="optional arguments: --help",
    ),
    _config(
        id="yaml-invalid",
        pattern=r"yaml: (?:line (?P<line>\d+): )?(?P<key>(?:mapping|did not|could not|unmarshal"
        r"|found|block|control|invalid).*)|(?P<key2>yaml\.(?:scanner|parser|constructor"
        r"|composer)\.\w+Error.*)|YAMLException: (?P<key3>.*)"
        r"|(?P<key4>Invalid workflow file.*)|(?P<key5>The workflow is not valid.*)"
        r"|YAMLSyntaxError: (?P<key6>.*)|error converting YAML to JSON: (?P<key7>.*)"
        r"|jobs:\S+ config (?P<key8>.*)|mapping values are not allowed",
        slug="yaml-invalid",
        example="Run docker compose config\nyaml: line 14: mapping values are not allowed in this context\n##[error]Process completed with exit code 15.",
        near_miss="yaml: 14 files checked",
    ),
    _config(
        id="json-toml-invalid",
        pattern=r"JSONDecodeError: (?P<key>.*)|(?P<key2>Unexpected token .* in JSON.*)|npm (?:ERR!"
        r"|error) code EJSONPARSE|TOMLDecodeError: (?P<key3>.*)"
        r"|TOML parse error at (?P<key4>.*)|invalid character '.*' (?P<key5>(?:looking for"
        r"|after) .*)|error parsing (?P<key6>\S+\.(?:json|toml|ya?ml|ini|cfg).*)"
        r"|(?P<key7>Unable to parse \S+\.(?:json|toml|ya?ml).*)"
        r"|configparser\.\w+: (?P<key8>.*)|ERROR: (?P<key9>\S+/pyproject\.toml: .*)",
        slug="config-file-invalid",
        example="error: Failed to parse: `pyproject.toml`\n  Caused by: TOML parse error at line 4, column 1",
        near_miss="parsed package.json",
    ),
    _config(
        id="cmake-configure",
        pattern=r"CMake Error(?: at (?P<file>[^\s:]+):(?P<line>\d+))? ?\((?P<key>[\w ]+)\)"
        r"|^CMake Error: (?P<key2>.*)|^configure: error: (?P<key3>.*)"
        r"|meson\.build:\d+:\d+: ERROR: (?P<key4>.*)"
        r"|Package '?(?P<key5>[\w.+-]+)'?,? .*not found(?: in the pkg-config|$)"
        r"|No package '(?P<key6>[^']+)' found|Could NOT find (?P<key7>\w+)"
        r"|Could not find a package configuration file provided by \"(?P<key8>\w+)\"",
        slug="build-configure",
        example='-- Configuring incomplete, errors occurred!\nCMake Error at CMakeLists.txt:3 (find_package):\n  By not providing "FindShop.cmake" in CMAKE_MODULE_PATH',
        near_miss="-- Configuring done",
    ),
    _config(
        id="terraform-helm",
        pattern=r"^(?:│ )?Error: (?P<key>(?:Invalid|Unsupported|Missing|Reference to|Duplicate"
        r"|Unreadable|Inconsistent|Failed to (?:install|query)|Module|Provider|Backend"
        r"|No value for|INSTALLATION FAILED|UPGRADE FAILED|template:|failed to parse"
        r"|Error acquiring|Unsuitable|No configuration|Incorrect).*)"
        r"|error validating (?P<key2>\".*)|error: (?P<key3>unable to recognize .*)",
        slug="deployment-config",
        example='│ Error: Unsupported argument\n│\n│   on main.tf line 4, in resource "shop" "db":',
        near_miss="Error: test timed out",
    ),
    _config(
        id="file-missing",
        tier=Tier.CRASH,
        pattern=r"FileNotFoundError: (?:\[Errno 2\] )?(?P<key>.*)"
        r"|ENOENT: no such file or directory,? (?P<key2>.*)"
        r"|^(?:\S+: ){1,3}(?:cannot (?:access|stat"
        r"|open) )?(?P<key3>['\x{2018}]?[\w./*-]+['\x{2019}]?: No such file or directory)"
        r"|python\d?: can't open file (?P<key4>.*)"
        r"|Could not open requirements file: (?P<key5>.*)"
        r"|(?P<key6>pathspec '.*' did not match)|(?P<key7>No such file or directory.*)"
        r"|The system cannot find the (?P<key8>file|path) specified"
        r"|Cannot find any files matching the pattern: (?P<key9>.*)|(?P<key10>Couldn't find a package\.json.*)"
        r"|No file in .* matched to \[(?P<key11>[^\]]*)\]"
        r"|Could not find (?P<key12>requirements\S*|\S+\.(?:json|ya?ml|toml|lock|cfg))",
        slug="file-missing",
        example="cat: reports/coverage.xml: No such file or directory\n##[error]Process completed with exit code 1.",
        near_miss="coverage.xml written",
    ),
    _config(
        id="tool-version",
        tier=Tier.CRASH,
        pattern=r"Version (?P<key>\S+) (?:with arch \S+ )?not found"
        r"|The version '(?P<key2>[^']+)' with architecture|Unable to find (?:Node|Python"
        r"|Java|Go|Ruby) version '?(?P<key3>[\w.]+)"
        r"|Unsupported class file major version (?P<key4>\d+)|invalid (?:source"
        r"|target) release: (?P<key5>\S+)|Could not find or load main class (?P<key6>\S+)"
        r"|Gradle requires JVM|requires (?:at least |a minimum )(?P<key7>\w+[\w. ]*? [\w.]*\d)|requires a minimum (?P<key11>[\w.]+) version|Unsupported engine"
        r"|[Cc]ould not find python interpreter (?:with spec\(s\): )?(?P<key10>\S+)|toolchain '(?P<key8>[^']+)' is not installed|JAVA_HOME is (?:not set"
        r"|set to an invalid)|go: (?P<key9>download go[\d.]+ .*)",
        slug="tool-version",
        example="##[error]The version '3.5' with architecture 'x64' was not found for Ubuntu 24.04.",
        near_miss="Successfully set up CPython (3.12.1)",
    ),
)
