"""Doors that read what people and GitHub write: comments, configs, CODEOWNERS, deliveries."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress

from pydantic import ValidationError
from pydantic_core import from_json

from bot.commands.parse import MAX_COMMANDS, MAX_LINE_CHARS, parse_commands
from bot.commands.registry import COMMANDS
from bot.errors import ConfigError
from bot.jobs.context.log_rules import usable_rules
from bot.jobs.queue.running import JOB
from bot.logs.user_rules import compile_rule
from bot.model.config import LogRule
from bot.model.config_text import read_config
from bot.model.job import Job
from bot.model.patterns import compile_pattern
from bot.planning.owners import MAX_OWNERS, owners_of
from bot.render.body import splice
from bot.render.check import config_check
from bot.render.escape import Markdown
from bot.render.marker import BEGIN, END, marked_fingerprints
from bot.triage.issue_words import issue_words
from bot.webhook.delivery import take
from bot.webhook.routes import ROUTES, job_id, job_of
from bot.webhook.signature import HEADER, is_signed, signature
from tests.build import cluster, failure, verdict
from tests.fuzz.target import Target, fields_of, text_of
from tests.render.reading import faults
from tests.webhook.payloads import comment, finished_run, payload, push

_SECRET = "It's a Secret to Everybody"
_KB = 1024


def read_as_comment(data: bytes) -> None:
    """Commands come in order, at most eleven answers' worth, each on a line that has one."""
    body = text_of(data)
    found = parse_commands(body)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(found) <= MAX_COMMANDS + 1
    assert [c.line for c in found] == sorted({c.line for c in found})
    for command in found:
        assert lines[command.line - 1].lstrip(" ").lower().startswith("/gardener")
        assert len(command.text) <= MAX_LINE_CHARS + len("/gardener")
        assert command.problem or command.verb == command.verb.lower()


def read_as_config(data: bytes) -> None:
    """A config or sentences about its places, never both; the check run shows them inert."""
    text = text_of(data)
    config, problems = read_config(text)
    assert (config is None) is bool(problems)
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + 2 * len(text) + 2
    assert all(1 <= p.line <= lines and p.column >= 1 for p in problems)
    title, summary = config_check(problems)
    assert len(title) <= 120
    assert faults(summary) == []
    if config is not None:
        _, unusable = usable_rules(config)
        assert all(said.endswith(".") for said in unusable), unusable


def read_as_pattern(data: bytes) -> None:
    """A pattern is compiled or refused, by both of its readers."""
    text = text_of(data)
    with suppress(ConfigError):
        compile_pattern(text).search("a line of a log " * 8)
    with suppress(ConfigError):
        rule = compile_rule(LogRule.model_construct(id="a", pattern=text, collect=None))
        assert rule.rule.id == "a"


def read_as_codeowners(data: bytes) -> None:
    """Owners are names that stand in the file, three at most."""
    text = text_of(data)
    places = ("src/cart.py", "docs/a b.md", "tests/test_shop.py", "x" * 200, "a/" * 100 + "b")
    verdicts = [
        verdict(path, cluster=cluster(path, failures=(failure(test_file=path, file=path),)))
        for path in places
    ]
    for owned in owners_of(verdicts, text).values():
        assert 0 < len(owned.owners) <= MAX_OWNERS
        assert all(name in text for name in owned.owners)


def read_as_delivery(data: bytes) -> None:
    """A signed body gives 202 or 400, an unsigned one 401; a job survives its way to the disk."""
    taken: list[tuple[Job, str]] = []

    async def accept(job: Job, name: str) -> str:
        document = JOB.dump_json(job)
        document.decode()
        assert b"\\u0000" not in document.lower(), "PostgreSQL cannot hold it"
        assert JOB.validate_json(document) == job
        assert len(name) <= 200
        taken.append((job, name))
        return "new"

    async def deliver() -> None:
        for event in (*ROUTES, "ping", ""):
            sent = {
                "X-GitHub-Event": event,
                "X-GitHub-Delivery": "72d3162e",
                "Content-Type": "application/x-www-form-urlencoded" if data[:1] == b"p" else "",
                HEADER: signature(_SECRET, data),
            }
            answer = await take(sent, data, secret=_SECRET, accept=accept)
            assert answer.status in (202, 400)
        assert (
            await take({HEADER: text_of(data)}, data, secret=_SECRET, accept=accept)
        ).status in (
            400,
            401,
        )

    asyncio.run(deliver())
    assert not is_signed(_SECRET, data, None)


def read_as_payload(data: bytes) -> None:
    """Any JSON object is a job, none, or an error of pydantic."""
    try:
        found = from_json(data)
    except ValueError:
        return
    for event in ROUTES if isinstance(found, dict) else ():
        try:
            job = job_of(event, found)
        except ValidationError:
            continue
        assert job is None or job_id(job, "a-b")


def splice_into(data: bytes) -> None:
    """A body of people's keeps their words, gets one block, and splicing again changes nothing."""
    old = text_of(data)
    block = Markdown(f'<!-- gardener:1 {{"fingerprints": ["1:00ff"]}} -->\n{BEGIN}\n\nx\n\n{END}')
    new = splice(old, block)
    assert len(new) <= max(65_536, len(old))
    if new == old:
        return
    assert marked_fingerprints(new) == ("1:00ff",)
    assert new.count(BEGIN) == new.count(END) == 1
    assert splice(new, block) == new


def read_as_issue(data: bytes) -> None:
    """Any issue's text is words with weights."""
    title, body = fields_of(data, 2)
    assert all(weight > 0 for weight in issue_words(title, body).values())


def _comments() -> Iterable[bytes]:
    usages = [usage for command in COMMANDS for usage in _usages(command)]
    yield "\n".join(f"/gardener {usage}" for usage in usages).encode()
    yield b"> /gardener why\n\n```\n/gardener help\n```\n<!--\n/gardener mute\n-->\n`/gardener x`"
    yield b"- a\n  ~~~\n  /gardener why\n/gardener why\n<pre>\n/gardener why\n</pre>"


def _usages(command: object) -> Sequence[str]:
    return (str(getattr(command, "usage", "") or getattr(command, "verb", "why")),)


_CONFIGS = (
    b"version: 1\nmode: preview\nbranches: [default, 'release/*']\nissues:\n  comment_every: 24h\n"
    b"areas:\n  - name: Shop\n    paths: ['src/**']\n    severity: p1\nlog_rules:\n  - id: a-b\n"
    b"    pattern: 'warning: (?P<what>\\w+)'\n    collect: '(?P<item>\\d+)'\n",
    b"a: &a [1, *a]\nb: !!python/object:os.system x\n? [1]\n: 0x1F\n<<: {}\n---\n...\n",
    b"severity:\n- match: {kind: failing, path: '**'}\n  severity: p9\nowners: {labels: {'@a': [x]}}",
)
_OWNERS = (
    b"* @acme/shop\n/src/ @alice bob@acme.example # c\ndocs/** @a\n!x @b\n[a] @c\n**/x/*.py @d\n",
    b"/src/*/cart.py @alice\n\\#a @b\n/docs/a\\ b.md @acme/docs\n***\n/**/**/** @x\nx**y @z\n",
)
_PATTERNS = (
    rb"(a{1000}){1000}",
    rb"",
    rb"(?P<what>\w+) is (?:deprecated|old)|^x$",
    rb"(?i)(?<what>a|b)*+\1(?=x)",
    rb"\p{Greek}\C[[:alpha:]]{2,1000}",
)


def _payloads() -> Iterable[bytes]:
    installed = {"action": "created", "installation": {"id": 1, "account": {"login": "a"}}}
    for found in (
        finished_run(),
        comment("/gardener why\n"),
        push(".github/gardener.yml"),
        {**installed, "repositories": [{"id": 1, "full_name": "a/b"}]},
        payload(action="renamed"),
    ):
        yield json.dumps(found).encode()
    yield b"payload=%7B%22action%22%3A%22x%22%7D"


def _bodies() -> Iterable[bytes]:
    yield f"mine\n{BEGIN}\nold\n{END}\nmore".encode()
    yield f"{END}\n{BEGIN}\n{BEGIN}\n<!-- gardener:1 {{}} -->\n{END}".encode()


TARGETS = (
    Target(name="comment", run=read_as_comment, starts=_comments, most=64 * _KB),
    Target(name="config", run=read_as_config, starts=lambda: _CONFIGS, least=128 * _KB),
    Target(name="pattern", run=read_as_pattern, starts=lambda: _PATTERNS, most=4 * _KB),
    Target(name="codeowners", run=read_as_codeowners, starts=lambda: _OWNERS, least=128 * _KB),
    Target(name="delivery", run=read_as_delivery, starts=_payloads, times=9),
    Target(name="payload", run=read_as_payload, starts=_payloads, times=3),
    Target(name="splice", run=splice_into, starts=_bodies, most=128 * _KB),
    Target(name="issue-words", run=read_as_issue, starts=_bodies, most=128 * _KB),
)
