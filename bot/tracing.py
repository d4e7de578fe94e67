"""Spans of what takes time, for OpenTelemetry; nothing is loaded and nothing costs while it is off.

It is on when `OTEL_EXPORTER_OTLP_ENDPOINT` (or its form for traces alone) is set; the further
variables of OpenTelemetry count as they are documented there. The packages are an extra:
`pip install test-gardener[otel]`.
https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, TypeAlias

from bot.errors import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

Facts: TypeAlias = Mapping[str, str | int | bool]
Tell: TypeAlias = Callable[[Facts], None]

SWITCHES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_NAME = "test-gardener"
# What is not sent by then is lost: a collector that hangs must not hold up the stop.
_FLUSH_WITHIN = 1.5


class _Tracing:
    """The provider of this process, None while tracing is off."""

    provider: "TracerProvider | None" = None


def _deaf(_facts: Facts) -> None:
    pass


_OFF: AbstractContextManager[Tell] = nullcontext(_deaf)


def span(name: str, facts: Facts | None = None) -> AbstractContextManager[Tell]:
    """Time what happens inside; what it gives takes facts that are only known later.

    An exception that passes through is noted on the span by its type alone: its text may hold what
    a stranger wrote.
    """
    return _OFF if _Tracing.provider is None else _span(_Tracing.provider, name, facts or {})


@contextmanager
def _span(provider: "TracerProvider", name: str, facts: Facts) -> Iterator[Tell]:
    from opentelemetry.trace import Status, StatusCode

    tracer = provider.get_tracer(_NAME)
    with tracer.start_as_current_span(
        name, attributes=dict(facts), record_exception=False, set_status_on_exception=False
    ) as open_span:
        try:
            yield lambda more: open_span.set_attributes(dict(more))
        except BaseException as error:
            open_span.set_attribute("error.type", type(error).__name__)
            open_span.set_status(Status(StatusCode.ERROR))
            raise


def start_tracing(env: Mapping[str, str], version: str) -> None:
    """Begin to send spans if the environment asks for it. `SettingsError` without the packages."""
    if not any(env.get(name) for name in SWITCHES):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SettingsError(
            f"{SWITCHES[1]} is set, but OpenTelemetry is not installed: "
            "`pip install test-gardener[otel]`, or unset it"
        ) from None
    about = Resource.create({"service.name": _NAME, "service.version": version})
    provider = TracerProvider(resource=about, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    use(provider)


def use(provider: "TracerProvider | None") -> None:
    """Send spans there from now on; None: nowhere."""
    _Tracing.provider = provider


def stop_tracing() -> None:
    """Send what is left, within a moment. Blocks: call it in a thread."""
    provider, _Tracing.provider = _Tracing.provider, None
    if provider is not None:  # its own waiting for a collector that hangs takes half a minute
        ending = threading.Thread(target=provider.shutdown, daemon=True)
        ending.start()
        ending.join(_FLUSH_WITHIN)
