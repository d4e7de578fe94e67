"""Masks of what tools print beside a message: values of a query, sessions, hints, object dumps."""

import re

from bot.triage.masks.randomness import is_mixed
from bot.triage.masks.row import Mask

_I = re.IGNORECASE

DUMPS: tuple[Mask, ...] = (
    Mask(
        "",
        re.compile(r"\s?\(Session info: [^()\n]{1,120}\)"),
        "stale element (Session info: chrome=124.0.6367.91)",
        "stale element",
        needs="(Session info",
    ),
    Mask(
        "email",
        re.compile(
            r"(?<![\w.+@%-])(?P<v>[\w.+%-]{1,64}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){0,5}\.[A-Za-z]{2,10})(?![\w-])"
        ),
        "Key (email)=(kim4821@shop.example) already exists",
        "Key (email)=(<email1>) already exists",
        numbered=True,
        needs="@",
    ),
    Mask(
        "id",
        re.compile(r"(?<=[_=-])(?P<v>[0-9a-f]{4,8})(?![\w])"),
        "database test_aa09, ?token=ff129",
        "database test_<id1>, ?token=<id2>",
        numbered=True,
        when=is_mixed,
    ),
    Mask(
        "<pid>",
        re.compile(r"(?<=[_-]pid)[_-]?(?P<v>\d{2,8})(?!\w)"),
        "heap to java_pid4112.hprof",
        "heap to java_pid<pid>.hprof",
        needs="pid",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<=\brank)\d{1,5}\b"),
        "[rank3]: watchdog caught a timeout",
        "[rank<n>]: watchdog caught a timeout",
        needs="rank",
    ),
    Mask(
        "<thread>",
        re.compile(
            r"(?<=\bthread )(?P<v>T\d{1,4}\b|[A-Za-z]{1,20}(?:-[A-Za-z]{1,20}){0,6}-\d{1,5}\b(?:-[a-z]{1,12}-\d{1,5}\b){0,3})"
        ),
        "by thread T3 or thread pool-1-thread-12",
        "by thread <thread> or thread <thread>",
        needs="thread ",
    ),
    Mask(
        "",
        re.compile(
            r"(?<![\w.])\d{1,15} (?:out )?of (?=\d{1,15}(?:\.\d{1,6})? ?(?:[kKMGT]i?B|bytes)\b)"
        ),
        "with 1221 out of 88231 bytes received",
        "with <size> received",
        needs=" of ",
    ),
    Mask(
        "<id>",
        re.compile(r"#<?[A-Z][\w:]{0,60} id: (?P<v>\d{1,18})(?!\d)"),
        "expected #<Order id: 412, state: 'new'> to be paid",
        "expected #<Order id: <id>, state: 'new'> to be paid",
        needs=" id: ",
    ),
    Mask(
        "values",
        re.compile(r"\[parameters: (?P<v>[^\n]{1,2000})\]", _I),
        "[SQL: INSERT INTO users (id) VALUES (?)]\n[parameters: (17, 'kim')]",
        "[SQL: INSERT INTO users (id) VALUES (?)]\n[parameters: <values>]",
        needs="[parameters: ",
    ),
    Mask(
        "values",
        re.compile(r"\bvalues \((?P<v>[^()\n]{1,2000})\)(?=\)|$)", _I | re.M),
        "(SQL: insert into users (name) values (kim, 7))",
        "(SQL: insert into users (name) values (<values>))",
        needs="(",
    ),
    Mask(
        "<n>",
        re.compile(r"(?<![\w.])\d{2,19}(?=L\b)"),
        "find(4412L)",
        "find(<n>L)",
    ),
    Mask(
        "",
        re.compile(r"(?<=input_value=)[\[{][^\n]{0,400}?(?=, input_type=)"),
        "[type=missing, input_value={'home': 'x'}, input_type=dict]",
        "[type=missing, input_value=, input_type=dict]",
        needs="input_value=",
    ),
    Mask(
        "",
        re.compile(r"\b(?:\w{1,40})?MergedContextConfiguration@[^\n]{1,4000}(?=\])"),
        "load context for [WebMergedContextConfiguration@4b9e255 testClass = shop.CartIT, classes = [shop.App]]",
        "load context for []",
        needs="MergedContextConfiguration@",
    ),
    Mask(
        "",
        re.compile(
            r"\s(?:[Ss]ee|[Ff]or (?:more|further) information,? (?:visit|see)|[Mm]ore info(?:rmation)?:?|[Ll]earn more(?: at)?:?"
            r"|[Rr]ead more(?: at)?:?)\s{1,3}<?https?://[^\s\"'<>]{1,300}"
        ),
        "field required. See https://errors.example/v/missing",
        "field required.",
        needs="://",
    ),
)
