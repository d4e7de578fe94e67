"""What faults, flaky tests and broken machines print: templates with fixed and fleeting parts.

`{f}`, `{key}`, `{cls}` and `{c}` belong to the cause; `{v}` to the test; `{n}`, `{hex}`, `{uuid}`,
`{ms}`, `{when}`, `{port}` and `{tmp}` are other ones in every run, as in real reports.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Shape:
    """An error. `code` is the source line that raises it, in the code under test.

    Without `code` the test itself notices: the trace has no frame but the test's own.
    """

    type: str
    message: str
    code: str = ""


CRASHES = (
    Shape("KeyError", "'{key}'", 'return self._{f}["{key}"]'),
    Shape("AttributeError", "'{cls}' object has no attribute '{key}'", "return {f}.{key}"),
    Shape("AttributeError", "'NoneType' object has no attribute '{key}'", "value = {f}.{key}"),
    Shape("TypeError", "{f}() missing 1 required positional argument: '{key}'", "{f}(request)"),
    Shape("TypeError", "{f}() got an unexpected keyword argument '{key}'", "{f}({key}=1)"),
    Shape("TypeError", "unsupported operand type(s) for +: 'int' and '{cls}'", "total + {f}"),
    Shape("ValueError", "{key} must not be negative, got -{v}", "raise ValueError(text)"),
    Shape("ValueError", "invalid literal for int() with base 10: '{key}'", 'int(row["{key}"])'),
    Shape("IndexError", "list index out of range", "return {f}[self.{key}]"),
    Shape("NameError", "name '{key}' is not defined", "return {key} + {f}"),
    Shape("UnboundLocalError", "local variable '{key}' referenced before assignment", "{key} += 1"),
    Shape("ZeroDivisionError", "division by zero", "return {f} / {key}"),
    Shape("RecursionError", "maximum recursion depth exceeded in {f}", "return {f}(node)"),
    Shape("NotImplementedError", "{cls}.{f} is not supported", "raise NotImplementedError(text)"),
    Shape(
        "sqlalchemy.exc.OperationalError",
        "(sqlite3.OperationalError) no such column: {f}.{key}",
        "rows = session.execute(query)",
    ),
    Shape(
        "sqlalchemy.exc.IntegrityError",
        '(psycopg.errors.NotNullViolation) null value in column "{key}" of relation "{f}" '
        "violates not-null constraint\nDETAIL:  Failing row contains ({n}, null, {when}).",
        "session.flush()",
    ),
    Shape(
        "pydantic_core._pydantic_core.ValidationError",
        "1 validation error for {cls}\n{key}\n  Field required [type=missing, input_value="
        "{{'id': {n}}}, input_type=dict]",
        "{cls}.model_validate(data)",
    ),
    Shape("json.decoder.JSONDecodeError", "Expecting value: line 1 column 1 (char 0)", "{f}(text)"),
    Shape("{c}.errors.{cls}Error", "{key} {uuid} was not found", "raise {cls}Error(text)"),
    Shape("{c}.errors.{cls}Expired", "{f} expired at {when}", "raise {cls}Expired(text)"),
    Shape("RuntimeError", "cannot {f} a closed {cls} (id={hex})", "self._{f}(handle)"),
    Shape(
        "FileNotFoundError", "[Errno 2] No such file or directory: '{tmp}/{key}.json'", "open(p)"
    ),
    Shape(
        "UnicodeDecodeError", "'utf-8' codec can't decode byte 0xff in position 0", "{f}.decode()"
    ),
    Shape("jinja2.exceptions.UndefinedError", "'{key}' is undefined", "return page.render()"),
)
ASSERTIONS = (
    Shape("AssertionError", "assert 500 == 200\n +  where 500 = <Response [{key}]>.status_code"),
    Shape("AssertionError", "assert '{key}' in {{'id': {n}, 'name': '{f}'}}"),
    Shape("AssertionError", "{cls} {f} must keep its {key}\nassert False"),
    Shape(
        "AssertionError",
        "expected call not found.\nExpected: {f}({key}=True)\n  Actual: not called.",
    ),
    Shape("AssertionError", "assert None is not None\n +  where None = {f}('{key}')"),
    Shape("AssertionError", "assert {v} == 4{v}\n +  where {v} = {f}.{key}"),
)
FALLOUT = (
    Shape("AssertionError", "assert 500 == 200\n +  where 500 = <Response [500]>.status_code"),
    Shape(
        "{c}.errors.{cls}Failed", "{f} failed for order {n}", "raise {cls}Failed(text) from error"
    ),
    Shape("AssertionError", "assert '{key}' in []"),
    Shape("TimeoutError", "{f} did not answer in {ms} ms", "raise TimeoutError(text)"),
)
FLAKES = (
    Shape("TimeoutError", "{f} took longer than 5000 ms ({ms} ms)", "raise TimeoutError(text)"),
    Shape("AssertionError", "assert {ms} < 250\n +  where {ms} = {f}.elapsed_{key}"),
    Shape(
        "OSError", "[Errno 98] Address already in use: ('127.0.0.1', {port})", "sock.bind(place)"
    ),
    Shape("AssertionError", "assert ['{key}', '{f}'] == ['{f}', '{key}']"),
    Shape("ConnectionResetError", "[Errno 104] Connection reset by peer", "data = {f}.recv(1024)"),
    Shape(
        "selenium.common.exceptions.StaleElementReferenceException",
        "Message: stale element reference: stale element not found (Session info: {hex}) {key}",
        "driver.find_element(By.ID, '{f}').click()",
    ),
    Shape("RuntimeError", "dictionary changed size during iteration", "for {key} in self._{f}:"),
    Shape("asyncio.exceptions.CancelledError", "task {f}-{n} was cancelled", "await {f}()"),
    Shape(
        "sqlalchemy.exc.OperationalError",
        "(sqlite3.OperationalError) database is locked\n[SQL: UPDATE {f} SET {key}={n}]",
        "session.commit()",
    ),
    Shape("AssertionError", "{cls} was not told of {key} within {ms} ms\nassert False"),
)
MACHINES = (
    Shape("OSError", "[Errno 28] No space left on device: '{tmp}/{n}.db'", "os.write(fd, data)"),
    Shape(
        "docker.errors.DockerException",
        "Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2))",
        "client = docker.from_env()",
    ),
    Shape(
        "requests.exceptions.HTTPError",
        "503 Server Error: Service Unavailable for url: https://mirror.example/simple/{key}/",
        "response.raise_for_status()",
    ),
    Shape(
        "psycopg.OperationalError",
        'connection failed: connection to server at "10.0.0.{v}", port 5432 failed: Connection refused',
        "connection = psycopg.connect(url)",
    ),
    Shape(
        "socket.gaierror", "[Errno -3] Temporary failure in name resolution", "getaddrinfo(host)"
    ),
)
LOGS = (
    "#9 [4/7] RUN make build\n#9 12.{n} write /build/{hex}: no space left on device\n"
    "ERROR: failed to solve: write /build/{hex}: no space left on device",
    "Error response from daemon: received unexpected HTTP status: 503 Service Unavailable\n"
    "Error: docker pull registry.example/{key}:latest failed",
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "The runner has received a shutdown signal. This can happen when the runner service is stopped.",
    "ERROR: HTTP error 503 while getting https://mirror.example/simple/{key}/{key}-2.{v}.tar.gz\n"
    "ERROR: Could not install requirement {key} because of HTTP error 503 Server Error",
    "The self-hosted runner: pool-{v} lost communication with the server. Verify the machine is "
    "running and has a healthy network connection.",
)
TIMEOUT_LOG = (
    "The job running on runner pool-{v} has exceeded the maximum execution time of 60 minutes."
)


def fleeting(random: Random) -> dict[str, object]:
    """What is other in every run."""
    return {
        "n": random.randrange(1000, 10**6),
        "hex": f"0x{random.getrandbits(44):012x}",
        "uuid": "-".join(f"{random.getrandbits(4 * k):0{k}x}" for k in (8, 4, 4, 4, 12)),
        "ms": random.randrange(5001, 9000),
        "when": f"2025-0{random.randrange(1, 10)}-1{random.randrange(10)} 1{random.randrange(10)}:04:05",
        "port": random.randrange(20000, 60000),
        "tmp": f"/tmp/pytest-of-runner/pytest-{random.randrange(900)}",
    }
