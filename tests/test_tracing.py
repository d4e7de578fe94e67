"""Spans of a real run, in memory; and what it costs when nobody asked for them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.app import running
from bot.errors import SettingsError
from bot.tracing import SWITCHES, span, start_tracing, stop_tracing, use
from tests.jobs.place import Place, place, red
from tests.test_app import idle

__all__ = ["place"]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    use(provider)
    yield kept
    use(None)


def named(kept: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [one for one in kept.get_finished_spans() if one.name == name]


def facts(one: ReadableSpan) -> dict[str, object]:
    return dict(one.attributes or {})


async def test_run_is_a_delivery_and_a_job_with_its_steps_and_requests(
    place: Place, spans: InMemorySpanExporter
) -> None:
    async with running(place.settings, world=place.world) as bot:
        place.github.deliver_to(place.app, f"{bot.address}/webhook")
        run = await place.github.world.run(place.repo, jobs=[red()])
        await place.github.settle()
        await idle(bot)

    told = [facts(one) for one in named(spans, "delivery")]
    (taken,) = [one for one in told if one["gardener.outcome"] == "new"]
    (job,) = named(spans, "job")
    assert taken["gardener.event"] == "workflow_run"
    assert taken["http.response.status_code"] == 202
    assert facts(job)["gardener.delivery"] == taken["gardener.delivery"]
    assert facts(job)["gardener.run"] == run.id
    steps = named(spans, "step")
    assert facts(steps[0])["gardener.step"] == "think"
    assert all(step.parent and step.parent.span_id == job.context.span_id for step in steps)
    asked = named(spans, "github")
    parents = {step.context.span_id for step in steps}
    assert len(asked) > 5
    assert {one.parent.span_id for one in asked if one.parent} <= parents | {job.context.span_id}
    assert {facts(one)["http.response.status_code"] for one in asked} <= {200, 201, 302, 304, 404}
    secrets = (place.app.webhook_secret, "ghs_", "Bearer", "eyJ")
    assert not any(word in one.to_json() for one in spans.get_finished_spans() for word in secrets)


def test_fault_is_noted_by_its_type_and_not_by_its_text(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="hunter2"), span("job", {"gardener.job": "run:1:1"}):
        raise ValueError("password=hunter2")
    (one,) = spans.get_finished_spans()

    assert facts(one) == {"gardener.job": "run:1:1", "error.type": "ValueError"}
    assert not one.status.is_ok
    assert "hunter2" not in one.to_json()


def test_without_a_collector_nothing_is_loaded() -> None:
    code = (
        "import sys, bot.app, bot.tracing as t; t.start_tracing({}, '1'); "
        "assert t.span('a') is t.span('b'); "
        "assert not [m for m in sys.modules if m.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("switch", SWITCHES)
def test_collector_without_the_packages_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    package = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(SettingsError, match=r"pip install test-gardener\[otel\]"):
        start_tracing({switch: "http://127.0.0.1:4318"}, "1")


def test_collector_that_hangs_does_not_hold_up_the_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        monkeypatch.setenv(SWITCHES[1], url)
        start_tracing({SWITCHES[1]: url}, "1")
        with span("job"):
            pass
        began = time.monotonic()
        stop_tracing()

    assert time.monotonic() - began < 4
    with span("after") as told:
        told({"a": 1})
