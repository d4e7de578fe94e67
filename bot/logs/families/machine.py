"""The machine under the job gave out: disk, memory, runner, time, or someone stopped it."""

from functools import partial

from bot.logs.rule import KeyedBy, Rule, Tier
from bot.model.names import Kind, LogCause, Origin

_machine = partial(
    Rule, tier=Tier.MACHINE, kind=Kind.UNCOLLECTABLE, origin=Origin.INFRASTRUCTURE, first=True
)
_disk = partial(
    _machine, cause=LogCause.DISK_FULL, category="Infrastructure/Disk", keyed_by=KeyedBy.STEP
)
_memory = partial(
    _machine, cause=LogCause.OOM, category="Infrastructure/Memory", keyed_by=KeyedBy.STEP
)
_stopped = partial(_machine, cause=LogCause.CANCELLED, category="Infrastructure/Runner")
_late = partial(_machine, cause=LogCause.TIMEOUT, category="Infrastructure/Timeout")
_runner = partial(_machine, cause=LogCause.INFRA, category="Infrastructure/Runner")

ROWS = (
    _disk(
        id="disk-full",
        pattern=r"(?i)no space left on device|\bENOSPC: no space|\berrno:? -?28\b|disk quota exceeded"
        r"|not enough space on the disk"
        r"|you don't have enough free space|insufficient disk space|disk is full\b",
        example="tar: data.bin: Wrote only 2048 of 10240 bytes\n"
        "tar: data.bin: Cannot write: No space left on device\ntar: Exiting with failure status",
        near_miss="Docker disk space may be full",
    ),
    _disk(
        id="disk-low",
        pattern=r"(?i)you are running out of disk space|free space left: \d{1,2} MB",
        example="##[warning]You are running out of disk space. The runner will stop working when the "
        "machine runs out of disk space. Free space left: 14 MB",
        near_miss="Free space left: 21452 MB",
    ),
    _memory(
        id="oom-node",
        pattern=r"JavaScript heap out of memory|Reached heap limit"
        r"|Ineffective mark-compacts near heap limit",
        example="<--- JS stacktrace --->\n\n"
        "FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - "
        "JavaScript heap out of memory\nAborted (core dumped)",
        near_miss="heap snapshot written to heap.json",
    ),
    _memory(
        id="oom-java",
        pattern=r"java\.lang\.OutOfMemoryError|OutOfMemoryError: |JVM heap space is exhausted"
        r"|JVM garbage collector is thrashing|^Java heap space$|GC overhead limit exceeded"
        r"|insufficient memory for the Java Runtime Environment|Could not reserve enough space for",
        example="> Task :app:compileJava FAILED\n"
        "java.lang.OutOfMemoryError: GC overhead limit exceeded\n\tat java.util.Arrays.copyOf",
        near_miss="Picked up JAVA_TOOL_OPTIONS: -Xmx2g -XX:+HeapDumpOnOutOfMemoryError",
    ),
    _memory(
        id="oom-python",
        pattern=r"^(?:E\s+)?(?:\w+\.)*_?(?:Array)?MemoryError\b|MemoryError: Unable to allocate"
        r"|OutOfMemoryError: (?:CUDA|HIP) out of memory|CUDA(?: error:)? out of memory"
        r"|cannot allocate memory in static TLS|DefaultCPUAllocator: (?:can't|not enough)",
        example="Traceback (most recent call last):\n"
        '  File "train.py", line 8, in <module>\n    rows = [0] * size\n'
        "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 64.0 GiB for an array",
        near_miss="test_memory_error_is_raised PASSED",
    ),
    _memory(
        id="oom-killed",
        pattern=r"\bOOMKilled\b|\boom-kill\b|[Oo]ut of memory: Kill|[Oo]ut of memory \(oom"
        r"|\boom_reaper\b"
        r"|Memory cgroup out of memory|fatal error: Killed signal terminated program"
        r"|LLVM ERROR: out of memory|virtual memory exhausted"
        r"|c\+\+: internal compiler error: Killed"
        r"|std::bad_alloc|fatal error: runtime: out of memory|memory allocation of \d+ bytes failed"
        r"|(?:signal: 9, SIGKILL|terminated by signal SIGKILL).*(?:memory|OOM)"
        r"|Cannot allocate memory"
        r"|runtime: cannot allocate memory|(?i:process|job|container).{0,40}\bran out of memory"
        r"|The hosted runner.{0,80}starv|(?i:memory limit exceeded)|Allowed memory size of \d+ bytes exhausted|(?i:because it ran out of memory)",
        example="[ 88%] Building CXX object src/core.cc.o\n"
        "c++: fatal error: Killed signal terminated program cc1plus\ncompilation terminated.",
        near_miss="Killed 3 stale browser processes before the run",
    ),
    _memory(
        id="oom-exit-137",
        tier=Tier.WRAPPER,
        pattern=r"\bexit(?:ed)?(?: with)?(?: code| status| value)?:?[ (]+137\b"
        r"|^(?:.{0,80}: line \d+: +\d+ )?Killed\b(?:$| {2,})"
        r"|Unsuccessful task run with exit code: 137|\(signal: 9, SIGKILL|signal: killed\b|\bKilled: 9\b",
        example="Running suite\nKilled\n##[error]Process completed with exit code 137.",
        near_miss="##[error]Process completed with exit code 13.",
    ),
    _late(
        id="job-timeout",
        pattern=r"exceeded the maximum execution time of|The action .{0,200}has timed out"
        r"|ERROR: Job failed: execution took longer than|##\[error\]The job has exceeded"
        r"|Job's .{0,20}timeout|Too long with no output|[Nn]o output has been received in the last"
        r"|exceeded the maximum (?:time limit|log length)|Build timed out \(after"
        r"|Cancelling nested steps due to timeout|Task timeout after \d+ seconds|maxRunTime",
        slug="job-timeout",
        example="> Task :api:integrationTest\n##[error]The job running on runner linux-4 has exceeded "
        "the maximum execution time of 60 minutes.\n##[error]The operation was canceled.",
        near_miss="timeout-minutes: 60",
    ),
    _stopped(
        id="superseded",
        pattern=r"Canceling since a higher priority waiting request|Cancell?ed because (?:a newer"
        r"|of a newer)"
        r"|cancell?ed by (?:a )?newer (?:run|commit|pipeline)|Superseded by #?\d+",
        example="##[error]Canceling since a higher priority waiting request for 'ci-main' exists\n"
        "Cleaning up orphan processes",
        near_miss="Waiting for a higher priority queue slot",
    ),
    _stopped(
        id="runner-shutdown",
        pattern=r"The runner has received a shutdown signal|runner service is stopped"
        r"|(?i:spot instance.{0,40}(?:terminat|interrupt|reclaim))|\bagent was lost\b"
        r"|Node was preempted|worker-shutdown|Worker is shutting down",
        example="Download action repository 'actions/checkout@v4'\n##[error]The runner has received a "
        "shutdown signal. This can happen when the runner service is stopped.\n##[error]A task was canceled.",
        near_miss="Received shutdown request, draining 3 connections",
    ),
    _runner(
        id="runner-lost",
        pattern=r"runner\b.{0,100}\blost communication with the server"
        r"|Runner listener exit(?:ed)? with"
        r"|The hosted runner encountered an error|agent (?:has )?(?:lost"
        r"|stopped) (?:communication|responding)"
        r"|We stopped hearing from agent|lost connection to (?:the )?(?:agent|worker|node)"
        r"|Cannot contact .{1,80}: (?:java|hudson)|ChannelClosedException"
        r"|Remote call on .{1,80} failed"
        r"|runner system failure|No runner.{0,30}matching|prepare environment: .*exit status"
        r"|Job failed \(system failure\)|GitHub Actions has encountered an internal error"
        r"|An error occurred while provisioning resources|Failed to (?:start"
        r"|create) (?:the )?runner"
        r"|pod (?:does not exist|was evicted|has been deleted)|The node was low on resource",
        example="##[error]The self-hosted runner: linux-7 lost communication with the server. Verify the "
        "machine is running and has a healthy network connection.",
        near_miss="Runner version 2.320.0 listening for jobs",
    ),
    _runner(
        id="gpu-lost",
        pattern=r"NVIDIA-SMI has failed|Failed to initialize NVML|No CUDA GPUs are available"
        r"|GPU is lost"
        r"|rocminfo.*(?:failed|unable)|CUDA driver version is insufficient"
        r"|Unable to determine the device handle",
        example="+ nvidia-smi\nNVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"
        "##[error]Process completed with exit code 9.",
        near_miss="NVIDIA-SMI 535.54 Driver Version: 535.54 CUDA Version: 12.2",
    ),
    _runner(
        id="artifact-missing",
        tier=Tier.SERVICE,
        pattern=r"Artifact not found for name: (?P<key>\S+)|Unable to (?:find"
        r"|download) (?:any )?artifact"
        r"|Artifact .{1,100} (?:not found|has expired|does not exist)"
        r"|no artifacts? found (?:for|matching)",
        slug="artifact-missing",
        example="Downloading single artifact\n##[error]Unable to download artifact(s): Artifact not found "
        "for name: wheels-linux\n##[error]Process completed with exit code 1.",
        near_miss="Artifact wheels-linux has been successfully uploaded",
    ),
    _runner(
        id="upload-nothing-found",
        tier=Tier.WRAPPER,
        pattern=r"##\[(?:error|warning)\]No files were found with the provided path",
        slug="artifact-upload-empty",
        example="##[error]No files were found with the provided path: dist/. No artifacts will be uploaded.",
        near_miss="With the provided path, there will be 12 files uploaded",
    ),
    _runner(
        id="cache-service",
        tier=Tier.SERVICE,
        pattern=r"##\[error\].*(?:[Cc]ache service|getCacheEntry|reserveCache).{0,80}(?:failed"
        r"|respon|error|[Ee]rror)"
        r"|Failed to (?:get|resolve) action download info",
        slug="github-actions-service-failed",
        example="Getting action download info\n##[error]Failed to resolve action download info. Error: "
        "Service Unavailable",
        near_miss="Cache service is ready",
    ),
    _stopped(
        id="cancelled",
        tier=Tier.GENERIC,
        first=False,
        pattern=r"##\[error\]\s*(?:The operation was cancell?ed|A task was cancell?ed)"
        r"|^ERROR: Job (?:was |failed: )?cancell?ed"
        r"|^Aborted by |\[Pipeline\] Aborted|Job was cancell?ed"
        r"|^(?:Error: )?The operation was cancell?ed"
        r"|received signal SIGTERM|exit code 143\b|KeyboardInterrupt$",
        slug="job-cancelled",
        example="................ [ 24%]\n##[error]The operation was canceled.",
        near_miss="order was canceled by the customer",
    ),
)
