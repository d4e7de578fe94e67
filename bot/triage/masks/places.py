"""Masks of places: paths of a machine, lines of a file, hosts, addresses, ports."""

import re

from bot.triage.masks.randomness import has_digit, is_small_port
from bot.triage.masks.row import Mask

_I = re.IGNORECASE
_ROOT = (
    r"(?:home|Users|builds|__w|opt|usr|var|private|workspace|workspaces|root|mnt|srv|app|github"
    r"|runner|data|work|checkout|code|repo|src|go|Library|Applications|nix|__t|agent|buildkite)"
)
_SOURCE = (
    r"(?:pyx?|[cm]?[jt]sx?|vue|svelte|java|kt|kts|scala|groovy|go|rs|cs|fs|vb|rb|php|cc|cpp|cxx|c|h"
    r"|hpp|hh|m|mm|swift|dart|ex|exs|erl|lua|pl|pm|t|sh|html|feature|robot|sql|yaml|yml|toml|json"
    r"|snap|txt|xml|md|tf|gradle|proto|s?css|graphql|golden|cmake|bzl|ini|cfg|conf|properties|rst|csv|erb|hbs|twig|ejs)"
)

PLACES: tuple[Mask, ...] = (
    Mask(
        "",
        re.compile(r"file:/{2,3}(?=[A-Za-z]:)|file:(?://)?(?=/\w)"),
        "file:///C:/x.html, file:/x.html or file:///x.html",
        "x.html, /x.html or /x.html",
        needs="file:/",
    ),
    Mask(
        "",
        re.compile(rf"(?<![\w.])(?:\.\./){{1,20}}\.\.(?=/{_ROOT}/)"),
        "../../../builds/group/shop/src/cart.js is gone",
        "src/cart.js is gone",
        needs="../",
    ),
    Mask(
        "home",
        re.compile(r"(?<![\w.:/])(?:[A-Za-z]:)?/(?:home|Users)/[\w.~-]{1,60}(?![\w./~-])"),
        "HOME=/Users/runner",
        "HOME=<home>",
        needs="/",
    ),
    Mask(
        "path",
        re.compile(
            r"(?:(?:/private)?/(?:var/)?(?:tmp|folders)|/dev/shm|[A-Za-z]:[\\/]{1,2}[\w.~ \\/-]{0,80}[Tt]e?mp)"
            r"[\\/](?P<v>(?:[\w.@+~-]|<\w{2,8}>)+[\\/])*(?=[\w.@+~<-])"
        ),
        "open /tmp/pytest-of-runner/pytest-0/state.db: denied",
        "open <tmp>/state.db: denied",
    ),
    Mask(
        "dir",
        re.compile(
            rf"(?<![\w.:/\\])(?:[A-Za-z]:[\\/]{{1,2}}|/(?={_ROOT}[\\/]))"
            r"(?P<v>(?:[\w.@+~$-]|<(?!tmp)\w{2,8}>)+[\\/]{1,2})*?(?=(?:[\w.@+~$-]+[\\/]{1,2})?[\w.@+~$<>-]+(?![\\/\w.@+~$<>-]))"
        ),
        "see D:/a/app/app/src/net.py and /builds/group/app/src/net.py",
        "see src/net.py and src/net.py",
    ),
    Mask(
        "dir",
        re.compile(
            rf"(?<![\w.:/\\<>-])/(?P<v>[\w.@+~$-]+/){{1,40}}?(?=[\w.@+~$-]+/[\w.@+~$-]+\.{_SOURCE}\b(?![\w/.-]))"
        ),
        "/w/shop/src/cart.cc is wrong",
        "src/cart.cc is wrong",
        needs="/",
    ),
    Mask(
        ":<line>",
        re.compile(rf"(?<=\w)\.{_SOURCE}(?P<v>:\d+(?::\d+)?)(?!\d)"),
        "at pods.go:1022 or a.ts:3:14",
        "at pods.go:<line> or a.ts:<line>",
        needs=":",
    ),
    Mask(
        ":<line>",
        re.compile(rf"(?<=\w)\.{_SOURCE}(?P<v>\(\d+(?:,\s?\d+)?\))"),
        "src/a.ts(1709,3): error TS2304",
        "src/a.ts:<line>: error TS2304",
        needs="(",
    ),
    Mask(
        ":<line>:",
        re.compile(r"(?P<v>:<line> -)(?= (?:error|warning) )"),
        "src/a.ts:1709:3 - error TS2304",
        "src/a.ts:<line>: error TS2304",
        needs="<line> -",
    ),
    Mask(
        "<line>",
        re.compile(r"\b(?:line|lineno|column|col|char|offset|position)\b[ :=#]{1,2}(?P<v>\d+)", _I),
        "line 12 column 3 (char 406)",
        "line <line> column <line> (char <line>)",
    ),
    Mask(
        "peer",
        re.compile(r"^[\w-]+(?:\.[\w-]+)*:\d{2,5}(?=\s+\w)(?<!line:\d)", re.M),
        "www.shop.example:443 error : refused",
        "<peer> error : refused",
        when=lambda text: "." in text or not text.lower().startswith(("error", "status", "code")),
        needs=":",
    ),
    Mask(
        "host",
        re.compile(
            r"\b(?:r?host|hostname|rhostname|peer|remote_addr|client_ip|laddr|raddr)=(?P<v>[\w.:-]+)",
            _I,
        ),
        "failure rhost=dsl-1.example.org user=root",
        "failure rhost=<host> user=root",
        needs="=",
    ),
    Mask(
        "host",
        re.compile(r"\bhost(?:name)?: ?['\"]?(?P<v>[\w.-]{2,80})(?![\w.:-])", _I),
        "Host info: host: 'runner-q81z', ip: '10.1.0.4'",
        "Host info: host: '<host>', ip: '<ip1>'",
        when=has_digit,
        needs=":",
    ),
    Mask(
        "<version>",
        re.compile(
            r"(?<![\w.-])(?:ruby|gems|python|node|jdk|java|go|php|lib/python|x64)(?:/|-)?(?P<v>v?\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)(?=/|[\s)\"']|$)",
            _I,
        ),
        "gems in vendor/bundle/ruby/3.2.0",
        "gems in vendor/bundle/ruby/<version>",
        needs="/",
    ),
    Mask(
        "user",
        re.compile(
            r"\b(?:(?:invalid|illegal|unknown|for) user|(?:password|publickey|none|failures) for)"
            r" (?!user |invalid |illegal |unknown )(?P<v>[\w.@-]+)",
            _I,
        ),
        "invalid user cisco from here",
        "invalid user <user> from here",
    ),
    Mask(
        "ip",
        re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)"),
        "from 10.0.0.7 to 10.0.0.9 to 10.0.0.7",
        "from <ip1> to <ip2> to <ip1>",
        numbered=True,
    ),
    Mask(
        "host",
        re.compile(
            r"(?<![\w.-])(?P<v>[\w-]+(?:\.[\w-]+)+) \[<ip\d+>\]|(?<=<ip\d>) \((?P<w>[\w-]*(?:\.[\w-]+)*)\)"
        ),
        "for dsl-7.example.org [10.0.0.7]",
        "for <host> [<ip1>]",
        needs="<ip",
    ),
    Mask(
        "<host>",
        re.compile(
            r"(?<![\w.])(?:fv-az\d{1,6}-\d{1,6}|ip(?:-\d{1,3}){4}(?:\.[\w-]+)*|runner-\w{6,12}-project-\d{1,10}-concurrent-\d{1,4}(?:-\w{5,10})?|(?:runnervm|gke-|aks-|buildkitd?-)[\w-]{5,60}|(?:runner|agent|builder|executor)-(?=[a-z]{0,8}\d)(?=\d{0,8}[a-z])[a-z0-9]{4,12})(?![\w-])"
        ),
        "lost runner fv-az1197-462 and ip-10-0-0-7.ec2.internal",
        "lost runner <host> and <host>",
        needs="-",
    ),
    Mask(
        "user",
        re.compile(r"(?<![\w.@-])(?P<v>[\w.-]{1,40})(?=@<(?:host|ip\d)>)"),
        "locked by alice@fv-az1197-462",
        "locked by <user>@<host>",
        needs="@<",
    ),
    Mask(
        "mac",
        re.compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])", _I),
        "from 00:11:43:e3:ba:c3",
        "from <mac>",
    ),
    Mask(
        "hex",
        re.compile(r"(?<![\w-])(?:[0-9a-f]{4}-){3,15}[0-9a-f]{4}(?![\w-])", _I),
        "WWID:6005-08b4-0001-00c6-0006",
        "WWID:<id1>",
        numbered=True,
        needs="-",
    ),
    Mask(
        "ip",
        re.compile(
            r"(?<![\w:])(?P<v>(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}"
            r"|(?<=\[)::1?(?=\]))(?![\w:])",
            _I,
        ),
        "dial [fe80:0:0:0:1:2:3:4] or [2001:db8::7] or [::1]",
        "dial [<ip1>] or [<ip2>] or [<ip3>]",
        numbered=True,
        needs=":",
    ),
    Mask(
        "ip",
        re.compile(r"(?<![\w:.])(?P<v>::1(?=:\d{2,5}(?![\w.]|:\d))|::1(?=\)))"),
        "refused ::1:5432 or (::1)",
        "refused <ip1>:5432 or (<ip1>)",
        numbered=True,
        needs="::",
    ),
    Mask(
        "",
        re.compile(r"\[(?=<ip\d{1,2}>\]:)|(?<=<ip\d>)\](?=:\d)|(?<=<ip\d\d>)\](?=:\d)"),
        "dial tcp [::1]:5432",
        "dial tcp <ip1>:5432",
        needs="<ip",
    ),
    Mask(
        "<pid>",
        re.compile(r"(?<=\[)\d{2,8}:(?:0x)?[0-9a-f]{1,12}(?=\])"),
        "xctest[4412:88123] crashed",
        "xctest[<pid>] crashed",
        needs=":",
    ),
    Mask(
        "port",
        re.compile(r"(?<=[\w>\])]):(?P<v>\d{4,5})(?!\w|[:.]\d)"),
        "http://localhost:34039/a and localhost:5432",
        "http://localhost:<port>/a and localhost:5432",
        when=lambda text: not is_small_port(text),
        needs=":",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<=<tmp>/)[A-Za-z_.-]{1,60}(?P<v>\d{2,20})(?![\w])"),
        "write /tmp/GetImageBlob9981: no space",
        "write <tmp>/GetImageBlob<n>: no space",
        needs="<tmp>/",
    ),
    Mask(
        "object",
        re.compile(r"(?<=<tmp>/)(?P<v>cc[A-Za-z0-9]{6})(?=\.(?:o|s|ltrans))"),
        "/private/tmp/ccX1b2Cd.o: in function",
        "<tmp>/<object>.o: in function",
        needs="<tmp>/cc",
    ),
    Mask(
        "<host>",
        re.compile(r"\bnode (?P<v>\"?[\w.]*[\d-][\w.-]*\"?)(?=[\s,.:;]|$)"),
        "node pool-eu-1-w0fq failed",
        "node <host> failed",
        when=lambda text: "-" in text,
        needs="node",
    ),
)
