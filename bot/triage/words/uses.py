"""What a cause is called that names a thing, continued: calls, keys, columns, settings."""

from bot.triage.words.row import rows

USES = rows(
    (
        r"(?:property|field) [`']?(\w+)'? (?:has not been|must not be accessed before) initiali[sz]",
        "uninitialized {}",
        "lateinit property repository has not been initialized",
        "uninitialized repository",
    ),
    (
        r"Cannot access '(\w+)' before initialization",
        "{} before initialization",
        "Cannot access 'cart' before initialization",
        "cart before initialization",
    ),
    (
        r"cannot find (?:function|value|type|struct|macro|module|symbol)[^`'\n]{0,20}[`'](\w+)",
        "undefined {}",
        "cannot find function `total` in this scope",
        "undefined total",
    ),
    (
        r"Cannot find name '(\w+)'",
        "undefined {}",
        "Cannot find name 'cart'.",
        "undefined cart",
    ),
    (
        r"Property '(\w+)' does not exist on type",
        "missing {}",
        "Property 'total' does not exist on type 'Cart'",
        "missing total",
    ),
    (
        r"undefined reference to [`']([\w:]+)",
        "undefined {}",
        "undefined reference to `ssl_connect'",
        "undefined ssl connect",
    ),
    (
        r"undefined symbols?[^\n]{0,40}[\s:]_?([A-Za-z]\w{2,})",
        "undefined {}",
        "undefined symbol: ssl_connect",
        "undefined ssl connect",
    ),
    (
        r"(?:^|\s)undefined: (?:\w+\.)?(\w+)",
        "undefined {}",
        "smtp.go:9:9: undefined: dialTLS",
        "undefined dial tls",
    ),
    (
        r"function ([\w.]+)/\d+ is undefined",
        "undefined {}",
        "function Shop.Cart.total/1 is undefined or private",
        "undefined total",
    ),
    (
        r"name '(\w+)' is not defined",
        "undefined {}",
        "name 'Optional' is not defined",
        "undefined optional",
    ),
    (
        r"(\w+) is not defined\b",
        "undefined {}",
        "ReferenceError: cart is not defined",
        "undefined cart",
    ),
    (
        r"\b(\w+) is not a function\b",
        "{} not a function",
        "cart.total is not a function",
        "total not a function",
    ),
    (
        r"\b(\w+) is not a constructor\b",
        "{} not a constructor",
        "Cart is not a constructor",
        "cart not a constructor",
    ),
    (
        r"missing (?:\d+|<n>) required (?:positional|keyword-only) arguments?: '(\w+)'",
        "missing argument {}",
        "f() missing 1 required positional argument: 'path'",
        "missing argument path",
    ),
    (
        r"unexpected keyword argument '(\w+)'",
        "unexpected argument {}",
        "f() got an unexpected keyword argument 'user'",
        "unexpected argument user",
    ),
    (
        r"takes (?:from \d+ to )?\w+ positional arguments? but|wrong number of arguments|too few arguments to function|not enough arguments in call|too many arguments",
        "wrong number of arguments",
        "f() takes 1 positional argument but 2 were given",
        "wrong number of arguments",
    ),
    (
        r"of (?:undefined|null) \((?:reading|setting) '(\w+)'|destructure property '(\w+)' of",
        "{} of undefined",
        "Cannot read properties of undefined (reading 'id')",
        "id of undefined",
    ),
    (
        r"KeyError: '?([A-Za-z_]\w+)'?",
        "missing key {}",
        "KeyError: 'user_id'",
        "missing key user id",
    ),
    (
        r"key not found: [:\"']?([A-Za-z_]\w+)",
        "missing key {}",
        "key not found: :user_id",
        "missing key user id",
    ),
    (
        r"(?:environment variable|env var) [\"'`]?([A-Z_]+)[\"'`]?|\b([A-Z][A-Z_]{3,}) (?:environment variable )?(?:is not set|must be set|is required)",
        "{} not set",
        "environment variable DATABASE_URL is not set",
        "database url not set",
    ),
    (
        r"no such column:? [\"']?(?:\w+\.)?(\w+)|Unknown column '(?:\w+\.)?(\w+)'|column [\"'](?:\w+\.)?(\w+)[\"'] (?:of relation [\"']\w+[\"'] )?does not exist",
        "missing column {}",
        "no such column: orders.total",
        "missing column total",
    ),
    (
        r"no such table: (?:\w+\.)?(\w+)|(?:relation|table) [\"']?(?:\w+\.)?(\w+)[\"']? (?:does not|doesn't) exist",
        "missing table {}",
        'relation "orders" does not exist',
        "missing table orders",
    ),
    (
        r"database [\"'](\w+)[\"'] does not exist|Unknown database '(\w+)'",
        "missing database {}",
        'database "shop" does not exist',
        "missing database shop",
    ),
    (
        r"[`'\"](\w+)[`'\"] not found in `?markers`?",
        "unknown marker {}",
        "'slow' not found in `markers` configuration option",
        "unknown marker slow",
    ),
    (
        r"no function clause matching(?: in (?:\w+\.)*(\w+)/\d)?",
        "no function clause {}",
        "no function clause matching in Shop.Basket.add/2",
        "no function clause add",
    ),
    (
        r"coroutine '([\w.]+)' was never awaited",
        "never awaited {}",
        "coroutine 'Mailer.send' was never awaited",
        "never awaited send",
    ),
    (
        r"Expected [`'\"](\w+)[`'\"] to (?:be|have been) called|Wanted but not invoked:\s{1,4}(?:\w+\.)?(\w+)\(",
        "{} not called",
        "Expected 'send' to have been called once. Called 0 times.",
        "send not called",
    ),
    (
        r"\b(\w+) is deprecated",
        "deprecated {}",
        "utcnow is deprecated and scheduled for removal",
        "deprecated utcnow",
    ),
)
"""Rows from particular to general; the first that fits wins."""
