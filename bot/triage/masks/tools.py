"""Masks of what one kind of tool makes up: names of containers, styles, bundles, workers, actors."""

import re

from bot.triage.masks.randomness import is_hashed, is_mixed, is_random, is_scrambled
from bot.triage.masks.row import Mask

_I = re.IGNORECASE
_MOODS = (
    r"(?:admiring|adoring|affectionate|agitated|amazing|angry|awesome|beautiful|blissful|bold|boring|brave|busy|charming"
    r"|clever|compassionate|competent|condescending|confident|cool|cranky|crazy|dazzling|determined|distracted|dreamy"
    r"|eager|ecstatic|elastic|elated|elegant|eloquent|epic|exciting|fervent|festive|flamboyant|focused|friendly|frosty"
    r"|funny|gallant|gifted|goofy|gracious|great|happy|hardcore|heuristic|hopeful|hungry|infallible|inspiring|intelligent"
    r"|interesting|jolly|jovial|keen|kind|laughing|loving|lucid|magical|modest|musing|mystifying|naughty|nervous|nice"
    r"|nifty|nostalgic|objective|optimistic|peaceful|pedantic|pensive|practical|priceless|quirky|quizzical|recursing"
    r"|relaxed|reverent|romantic|sad|serene|sharp|silly|sleepy|stoic|strange|stupefied|suspicious|sweet|tender|thirsty"
    r"|trusting|unruffled|upbeat|vibrant|vigilant|vigorous|wizardly|wonderful|xenodochial|youthful|zealous|zen"
    r"|autumn|hidden|bitter|misty|silent|dry|dark|summer|icy|delicate|quiet|ancient|purple|lively|nameless|calm|gentle"
    r"|wandering|winter|muddy|falling|polished|billowing|damp|shy|sparkling|lingering|fancy|swift|witty|plucky|sunny)"
)
"""How Docker and its like name what nobody named."""

TOOLS: tuple[Mask, ...] = (
    Mask(
        "<name>",
        re.compile(rf"(?<![\w-])(?P<v>{_MOODS}_[a-z]{{3,16}})(?![\w-])"),
        "container /brave_otter is gone",
        "container /<name> is gone",
        needs="_",
    ),
    Mask(
        "<name>",
        re.compile(
            rf"(?<![A-Za-z0-9_])(?P<v>{_MOODS}-[a-z]{{3,16}}-(?=[a-f]{{0,8}}\d)[0-9a-z]{{2,10}})(?![\w-])"
        ),
        "bucket ci-calm-heron-0c9d77 is gone",
        "bucket ci-<name> is gone",
        needs="-",
    ),
    Mask(
        "<worker>",
        re.compile(r"(?<![a-z])(?:test|tests|db|schema|worker)_(?P<v>w\d{1,3})(?![A-Za-z0-9])"),
        "database test_db_w3 is in use",
        "database test_db_<worker> is in use",
        needs="_w",
    ),
    Mask(
        "<hash>",
        re.compile(
            r"(?<=[\w.][-.])(?P<v>[A-Za-z0-9_-]{8})(?=\.(?:m?js|css|map|wasm|svg|png|woff2?)\b)"
        ),
        "chunks/router-BkS9a1Xq.js is gone",
        "chunks/router-<hash>.js is gone",
        when=is_hashed,
        needs=".",
    ),
    Mask(
        "<style>",
        re.compile(
            r"(?<![\w-])(?:css|sc|svelte|jss|jsx|emotion|data-v)-(?P<v>(?=[a-zA-Z]{0,12}\d|[a-z]{1,8}[A-Z]|[A-Z]{1,4}[a-z])\w{5,12}(?:-\d{1,2})?(?: [a-zA-Z]{5,7}(?=[\"' ]))?)(?![\w-])"
        ),
        'class="sc-bdVaJa kHxTdw" and class="css-1x2y3z"',
        'class="sc-<style>" and class="css-<style>"',
        needs="-",
    ),
    Mask(
        "<id>",
        re.compile(r"(?<=/)\$(?P<v>[A-Za-z0-9+~]{1,4}(?:#-?\d{1,12})?)(?=[\]/\s,)]|$)"),
        "Actor[akka://test-3/user/$a#-1231231]",
        "Actor[akka://test-<n>/user/$<id>]",
        needs="/$",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<=<GEN)\d{1,6}(?=>)"),
        "at lib/Db.pm line 41, <GEN17> line 3.",
        "at lib/Db.pm line <line>, <GEN<n>> line <line>.",
        needs="<GEN",
    ),
    Mask(
        "<n>",
        re.compile(
            r"\b(?:content-length|age|x-[a-z-]{2,30})['\"]?: ?['\"]?(?P<v>\d{1,12})(?!\d)", _I
        ),
        "HTTPHeaderDict({'Content-Length': '212'})",
        "HTTPHeaderDict({'Content-Length': '<n>'})",
        needs=":",
    ),
    Mask(
        "<pid>",
        re.compile(r"(?<!#PID)<\d{1,5}\.\d{1,9}\.\d{1,5}>"),
        "noproc of <0.812.0>",
        "noproc of <pid>",
        needs="<",
    ),
    Mask(
        "hex",
        re.compile(r"(?<![A-Za-z0-9])(?P<v>[0-9a-f]{8}(?:-[0-9a-f]{4,12}){1,4})(?![\w-])", _I),
        "message 8f14e45f-ceea is lost",
        "message <id1> is lost",
        numbered=True,
        when=is_mixed,
        needs="-",
    ),
    Mask(
        "<id>",
        re.compile(r"(?<![\w/.+@-])(?P<v>[A-Za-z0-9_-]{16,64})(?![\w/.+-])"),
        "client aX9_kQ2mTz-1LpAAAB in feature_Flags-for_checkOut2",
        "client <id> in feature_Flags-for_checkOut2",
        when=is_scrambled,
    ),
    Mask(
        "<id>",
        re.compile(r"(?<=<tmp>/)[\w-]{1,40}\.(?P<v>[A-Za-z0-9]{5,12})(?![\w.])"),
        "rm /tmp/img.Zq09xL and /tmp/cart.sqlite3",
        "rm <tmp>/img.<id> and <tmp>/cart.sqlite3",
        when=lambda text: is_hashed(text) or is_random(text),
        needs="<tmp>/",
    ),
    Mask(
        "<n>",
        re.compile(
            r"(?<![\w/.-])(?:user|customer|person|account|tenant|order|item|product|email|company|team|project|post|member)"
            r"[_-]?(?P<v>\d{1,9})(?![\w.@-])",
            _I,
        ),
        "Name has already been taken (user17)",
        "Name has already been taken (user<n>)",
    ),
    Mask(
        "<hash>",
        re.compile(r"(?<=[\w.]-)(?P<v>[A-Za-z0-9_-]{8}-py\d\.\d{1,2})(?![\w.])"),
        "in shop-8fK2lQ9z-py3.11",
        "in shop-<hash>",
        needs="-py",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<=\bdisplay :)\d{1,5}", _I),
        "cannot open display :99",
        "cannot open display :<n>",
        needs="isplay :",
    ),
    Mask(
        "<local>",
        re.compile(r"<local\d{1,3}>"),
        '"<local4>.owner" is null',
        '"<local>.owner" is null',
        needs="<local",
    ),
    Mask(
        "",
        re.compile(r"^==\d{1,8}==[ \t]?", re.M),
        "==4412==    by malloc\n==4412== of ring.c",
        "by malloc\nof ring.c",
        needs="==",
    ),
    Mask(
        "<progress>",
        re.compile(r"\d{1,3}%\|[^|\n]{0,80}\|[^\[\n]{0,40}\[[^\]\n]{0,60}\]"),
        "broke at 41%|####  | 12.1M/29.3M [00:03<00:04, 3.9MB/s]",
        "broke at <progress>",
        needs="%|",
    ),
    Mask(
        "<n>",
        re.compile(
            r"\b(?<!thread )(?:ThreadPoolExecutor|[A-Za-z]{0,20}[Pp]ool|Thread|Dummy|Task|[Ww]orker|[Ss]cheduler|[Ee]xecutor|dispatcher)"
            r"-(?P<v>\d{1,7}(?:(?:[_-]|-thread-)\d{1,7})?)(?![\w.-])"
        ),
        "ThreadPoolExecutor-3_0 waits for worker-12",
        "ThreadPoolExecutor-<n> waits for worker-<n>",
        needs="-",
    ),
    Mask(
        "<id>",
        re.compile(
            r"\b(?:user|username|login|account|owner|author|member)[ =:]{1,2}['\"]?(?P<v>[a-z]{2,15}[_.-](?=[a-z]{0,12}\d)[0-9a-z]{2,12})(?![\w-])"
        ),
        "user kim_4f2a is gone",
        "user <id> is gone",
    ),
    Mask(
        "<id>",
        re.compile(r"(?<=<tmp>/)\.?[a-z]{2,6}(?P<v>[A-Za-z0-9]{6})(?![A-Za-z0-9])"),
        "open /tmp/phpZq1xW0",
        "open <tmp>/php<id>",
        when=is_hashed,
        needs="<tmp>/",
    ),
    Mask(
        "<os>",
        re.compile(r"\((?P<v>(?:Linux|Mac OS|Windows)[\w. ]{1,20})\)"),
        "Chrome (Linux x86_64) is gone",
        "Chrome (<os>) is gone",
        needs="(",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<=\[)\d{1,4}_\d{1,6}(?=\])"),
        "task [0_3] died",
        "task [<numbers>] died",
        needs="_",
    ),
    Mask(
        "<n>",
        re.compile(
            r"\bDouble\\[\w\\]{1,100}\\P(?P<v>\d{1,6})\b|\bMock<[\w.]{1,100}:(?P<w>\d{1,6})>"
        ),
        r"Double\Mailer\P17 and Mock<IMail:3>",
        r"Double\Mailer\P<n> and Mock<IMail:<n>>",
    ),
    Mask(
        "<id>",
        re.compile(r"(?<=[a-z]-)(?P<v>\d{5}-[bcdfghjklmnpqrstvwxyz0-9]{3})(?![\w-])"),
        "revision api-00041-x7k is not ready",
        "revision api-<id> is not ready",
        needs="-",
    ),
)
