"""Masks of values: ids, addresses in memory, hashes, durations, sizes, random names."""

import re

from bot.triage.masks.randomness import has_digit, is_encoded, is_mixed, is_random, is_suffix
from bot.triage.masks.row import Mask

_I = re.IGNORECASE
_UNIT = (
    r"(?:ns|us|µs|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?)"
)


IDS: tuple[Mask, ...] = (
    Mask(
        "uuid",
        re.compile(
            r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])",
            _I,
        ),
        "order 0590179f-aec4-43e0-aa8a-b4b0e19f55d9 of 0590179F-aec4-43e0-aa8a-b4b0e19f55d9",
        "order <uuid1> of <uuid1>",
        numbered=True,
        needs="-",
    ),
    Mask(
        "id",
        re.compile(
            r"\b(?:request|host|trace|span|correlation|session|transaction|message|build|event|amz)"
            r"[ _-]?id[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?P<v>[\w+/=.:-]{5,}[\w+/=])",
            _I,
        ),
        "denied (RequestId: 8OPQJC1JKCBZYBM8)",
        "denied (RequestId: <id1>)",
        numbered=True,
    ),
    Mask(
        "id",
        re.compile(
            r"(?:\b(?:request|host|trace|span|correlation|session|transaction|lock)[ _-]?id (?:is )?"
            r"|\b(?:sid|jti|nonce|etag|sess(?:ion)?|phpsessid|csrf\w{0,8}|cursor|token)=)[\"']?(?P<v>[\w+/.-]{5,}[\w+/=])",
            _I,
        ),
        "socket?sid=GslK35hJlb, RequestId D5JtNEE0tb",
        "socket?sid=<id1>, RequestId <id2>",
        numbered=True,
        when=has_digit,
    ),
)
"""Ids that are known by their shape or their name; they go before paths, which hold them."""

VALUES: tuple[Mask, ...] = (
    Mask(
        "token",
        re.compile(r"(?<![\w-])eyJ[\w-]{5,}\.[\w-]{2,}(?:\.[\w-]*)?"),
        "invalid token eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.q83vEjRWeJC6",
        "invalid token <token1>",
        numbered=True,
        needs="eyJ",
    ),
    Mask(
        "base64",
        re.compile(
            r"(?<![\w+/=.-])(?P<v>[A-Za-z0-9+/]{14,512}={1,2}|(?=[A-Za-z/]{0,60}\d)(?=[a-z0-9+/]{0,60}[A-Z])(?=[A-Z0-9+/]{0,60}[a-z])"
            r"[A-Za-z0-9+/]{24,512})(?![\w+/=.-])"
        ),
        "bad signature 3q2+7wAAAABhYmNkZWZnaGlqaw==",
        "bad signature <id1>",
        numbered=True,
        when=is_encoded,
    ),
    Mask(
        "<>",
        re.compile(r"#(?:PID|Reference|Port)(?P<v><\d+(?:\.\d+){1,3}>)"),
        "not found in: #PID<0.212.0>",
        "not found in: #PID<>",
        needs="<",
    ),
    Mask(
        "version",
        re.compile(r"(?<![\w.])\d+(?:\.\d+){3,5}(?![\w.])"),
        "chrome=148.0.3386.282",
        "chrome=<version>",
        needs=".",
    ),
    Mask(
        "addr",
        re.compile(r"(?<![\w@])(?P<v>0x[0-9a-f]+)(?![\w])", _I),
        "<Order object at 0xb2950f432260> is not <Order object at 0x7801bee0cb47>",
        "<Order object at <addr1>> is not <Order object at <addr2>>",
        numbered=True,
        needs="0x",
    ),
    Mask(
        "hash",
        re.compile(r"(?<=[\w)>\]$ ])@(?P<v>[0-9a-f]{4,16})(?![\w.-])"),
        "<com.acme.Order@aae78054>",
        "<com.acme.Order@<id1>>",
        numbered=True,
        needs="@",
    ),
    Mask(
        "hash",
        re.compile(
            r"(?:CGLIB|Lambda|Proxy|MockitoMock|ByteBuddy|EnhancerBy\w+)\$?\$?(?P<v>[\da-f]{1,16}(?:/0x[\da-f]+)?)(?![\da-z])",
            _I,
        ),
        "com.sun.proxy.$Proxy600 and Service$$EnhancerBySpringCGLIB$$1e463d9f",
        "com.sun.proxy.$Proxy<hash> and Service$$EnhancerBySpringCGLIB$$<hash>",
    ),
    Mask(
        "hex",
        re.compile(r"(?<![\w.])(?P<v>[0-9a-f]{7,128})(?![\w])", _I),
        "container 0b8af8ac8be8 of 0b8af8ac8be8",
        "container <id1> of <id1>",
        numbered=True,
        when=is_mixed,
    ),
    Mask(
        "hex",
        re.compile(
            r"(?<=\w\.)(?P<v>[0-9a-f]{8,40})(?=(?:\.[a-z]{1,12}){0,2}\.(?:m?js|css|map|wasm)\b)"
        ),
        "static/js/3184.8e483476e53a.chunk.js",
        "static/js/<n>.<id1>.chunk.js",
        numbered=True,
        when=is_mixed,
        needs=".",
    ),
    Mask(
        "id",
        re.compile(r"(?<=\.)(?P<v>[A-Za-z0-9]{20,64})(?![\w.])"),
        "inbox _INBOX.8fK2lQ9zWxAb3cDe4fGh5i",
        "inbox _INBOX.<id1>",
        numbered=True,
        when=is_random,
        needs=".",
    ),
    Mask(
        "",
        re.compile(r"(?<![\w/-])[0-9a-f]{2}/(?=<hex\d+>)"),
        "store ab/ab12cd34ef",
        "store <id1>",
        needs="/<hex",
    ),
    Mask(
        "worker",
        re.compile(r"(?<![A-Za-z0-9<])gw\d{1,3}(?![A-Za-z0-9])"),
        "worker 'gw3' crashed",
        "worker '<worker>' crashed",
        needs="gw",
    ),
    Mask(
        "duration",
        re.compile(
            rf"(?<![\w.])\d+(?:\.\d+)?\s?{_UNIT}(?:\s?\d+(?:\.\d+)?\s?{_UNIT}){{0,2}}(?![\w/])"
        ),
        "after 16.777s, 1m 3.2s or 90 seconds",
        "after <duration>, <duration> or <duration>",
    ),
    Mask(
        "size",
        re.compile(
            r"(?<![\w.])\d+(?:\.\d+)?\s?(?:[kKMGT]i?B|bytes?|[kMGT]b)(?:/s|ps)?(?![\w])|(?<![\w.])\d+(?:\.\d+)?[KMGkgB](?!\w)"
        ),
        "used 511.5 MiB, 511M of 2048 bytes",
        "used <size>, <size> of <size>",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<![\w.])\d{1,9}(?=px\b)"),
        "1221px diff detected",
        "<n>px diff detected",
        needs="px",
    ),
    Mask(
        "percent",
        re.compile(r"(?<![\w.])\d+(?:\.\d+)?\s?%"),
        "coverage of 81.2% is low",
        "coverage of <percent> is low",
        needs="%",
    ),
    Mask(
        "numbers",
        re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:\s?,\s?-?\d+(?:\.\d+)?){2,}(?![\w.])"),
        "should be (53,53,53,255)",
        "should be (<numbers>)",
        needs=",",
    ),
    Mask(
        "<id>",
        re.compile(r"(?<=-)(?P<v>\d{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5})(?![a-z0-9-])"),
        "job migrate-28493120-bkxzq failed",
        "job migrate-<id> failed",
        needs="-",
    ),
    Mask(
        "id",
        re.compile(r"(?<![a-z0-9<])(?P<v>[a-z0-9]{8,10}-[a-z0-9]{5})(?![a-z0-9-])"),
        'pods "api-bmbt04y4x-nbyza" not found',
        'pods "api-<id1>" not found',
        numbered=True,
        when=lambda text: is_random(text.partition("-")[0]),
    ),
    Mask(
        "id",
        re.compile(
            r"(?<![A-Za-z0-9<.])(?!0x)(?P<v>[A-Za-z0-9]{4,40})(?![A-Za-z0-9])(?!\.[A-Za-z_]+\()"
        ),
        "index-nhdyprw3.js of tmp_iwbmwny9 in sha256",
        "index-<id1>.js of tmp_<id2> in sha256",
        numbered=True,
        when=is_random,
    ),
    Mask(
        "id",
        re.compile(r"(?<=[a-z0-9>]-)(?P<v>[bcdfghjklmnpqrstvwxz2456789]{5})(?![\w.-])"),
        "job seed-cwght behind proxy-https failed",
        "job seed-<id1> behind proxy-https failed",
        numbered=True,
        when=is_suffix,
        needs="-",
    ),
    Mask(
        "",
        re.compile(r"(?<=>)-<(?:id|hex)\d{0,3}>"),
        "runner x7k2pz-cwght is lost",
        "runner <id1> is lost",
        needs=">-<",
    ),
    Mask(
        "<n>",
        re.compile(
            r"(?<=[A-Za-z_])(?<!0x)(?P<v>\d{5,})(?!\w)|(?:(?<=[a-z]-)(?=\d)|(?<=_)(?=-))(?P<u>-?\d{5,})(?!\w)|(?<=_)(?P<w>\d+)(?=_|\b)|(?<![A-Za-z\d])(?P<x>\d{4,})(?=_)"
        ),
        "junit7348897026 of 30546174_4000 made attempt_1445144423722_m_000002_0",
        "junit<n> of <n>_<n> made attempt_<n>_m_<n>_<n>",
    ),
)
