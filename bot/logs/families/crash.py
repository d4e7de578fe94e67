"""Programs that fell over instead of failing in order."""

from functools import partial

from bot.logs.rule import Rule, Tier
from bot.model.names import LogCause

_crash = partial(
    Rule, cause=LogCause.CRASH, tier=Tier.CRASH, category="Stability/Crash", first=True
)

ROWS = (
    _crash(
        id="sanitizer",
        pattern=r"(?:ERROR|WARNING): (?P<key>(?:Address|Leak|Memory|Thread"
        r"|HWAddress)Sanitizer:? .*)|SUMMARY: (?P<key2>\w+Sanitizer: [\w-]+)"
        r"|(?P<file>\S+\.\w+):(?P<line>\d+):\d+: runtime error: (?P<key3>.*)"
        r"|WARNING: (?P<key4>DATA RACE)",
        slug="sanitizer",
        tier=Tier.LINT,
        example="==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x55\nREAD of size 4",
        near_miss="AddressSanitizer enabled",
    ),
    _crash(
        id="go-panic",
        pattern=r"^panic: (?P<key>(?:runtime error|interface conversion|assignment to|close of"
        r"|send on|reflect|sync|[a-z]).*)"
        r"|^fatal error: (?P<key2>(?:all goroutines are asleep|concurrent map"
        r"|unexpected signal|stack overflow|out of memory).*)"
        r"|^\[signal SIG\w+: (?P<key3>[\w ]+)",
        slug="go-panic",
        example="panic: runtime error: index out of range [4] with length 3\n\ngoroutine 7 [running]:\nexample.org/shop.total(...)",
        near_miss="no panic: recovered",
    ),
    _crash(
        id="rust-main-panic",
        pattern=r"^thread 'main'(?: \(\d+\))? panicked at (?:'(?P<key>[^']*)', )?(?P<file>[^\s:]+):(?P<line>\d+)"
        r"|fatal runtime error: (?P<key2>.*)",
        slug="rust-panic",
        example="thread 'main' panicked at src/main.rs:4:9:\nno basket\n"
        "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
        near_miss="thread 'cart::sums' panicked at src/cart.rs:9:5:",
    ),
    _crash(
        id="rust-panic",
        tier=Tier.ASSERTION,
        pattern=r"^thread '(?P<item>(?P<key>\w+(?:::\w+)*))'(?: \(\d+\))? panicked at"
        r" (?:'.*', )?(?P<file>[^\s:]+):(?P<line>\d+)",
        cause=LogCause.ASSERTION,
        category="Tests",
        per_key=True,
        slug="rust-test-{key}",
        example="---- cart::sums stdout ----\nthread 'cart::sums' panicked at src/cart.rs:9:5:\n"
        "assertion `left == right` failed\n  left: 3\n right: 4",
        near_miss="thread pool started",
    ),
    _crash(
        id="segfault",
        pattern=r"(?P<key>[Ss]egmentation [Ff]ault)|\*\*\*Exception: *SegFault|\(SEGFAULT\)|\(Subprocess aborted\)|\bSIGSEGV\b|(?P<key2>Fatal Python error: .*)"
        r"|(?P<key3>\b(?:SIGABRT|SIGIOT|SIGBUS|SIGILL|SIGFPE)\b)|(?P<key4>Bus error)"
        r"|(?P<key5>Illegal instruction)|(?P<key6>Floating point exception)"
        r"|(?P<key8>Access violation)|(?P<key9>Trace/BPT trap)"
        r"|(?P<key10>double free or corruption|(?:malloc|free)\(\): .*|corrupted size|munmap_chunk\(\): .*)|\*\*\* Received signal (?P<key12>(?:4|6|7|8|11))\b|Process terminated\. (?P<key13>.*)|^Fatal error: (?P<key14>.*: file \S+\.swift, line \d+)|^==\d+== (?P<key15>Invalid (?:read|write) of size \d+)"
        r"|EXC_BAD_ACCESS|(?P<key11>stack smashing detected)",
        slug="segmentation-fault",
        example='Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f5acdbd5b80 (most recent call first):\n  File "/srv/app/test_cart.py", line 2 in test_a',
        near_miss="segment 4 of 9 uploaded",
    ),
    _crash(
        id="crash-exit",
        tier=Tier.WRAPPER,
        pattern=r"^(?:\S+: line \d+: +\d+ )?(?P<key>Aborted)\b(?: +\(core dumped\)|$| {2,})|\(core dumped\)|signal: 11\b"
        r"|exit(?:ed)?(?: with)?(?: code| status)?:? (?P<key2>139|134|-11|-6|3221225477|0xC0000005)\b",
        slug="process-aborted",
        example="starting the service\nAborted (core dumped)\n##[error]Process completed with exit code 134.",
        near_miss="exit code: 13",
    ),
    _crash(
        id="process-crash",
        pattern=r"PROCESS-CRASH \| (?P<key>.*)|application crashed \[@ (?P<key2>[^\]]+)\]"
        r"|MOZ_CRASH\((?P<key3>[^)]*)\)|Hit MOZ_(?:CRASH|ASSERT)"
        r"|terminate called (?P<key4>(?:after throwing|without an active).*)"
        r"|A fatal error has been detected by the Java Runtime|libc\+\+abi: (?P<key5>.*)"
        r"|The crash happened|minidump.*written|(?i:internal compiler error): (?P<key6>.*)"
        r"|thread '.*' has overflowed its stack|error: internal compiler error"
        r"|LLVM ERROR: (?P<key7>.*)|Assertion [`'](?P<key8>.*)' failed\."
        r"|compiler unexpectedly panicked|PLEASE submit a bug report|Unhandled exception\. (?P<key9>\S+)"
        r"|The active test run was aborted|Test host process crashed(?P<key10>.*)"
        r"|Maximum call stack size exceeded|worker '?(?P<key11>gw\d+)'? crashed"
        r"|node: .*Assertion",
        slug="process-crash",
        example="terminate called after throwing an instance of 'std::runtime_error'\n  what():  basket is empty",
        near_miss="crash reporter initialised",
    ),
    _crash(
        id="browser-crash",
        pattern=r"(?P<key>(?:Page|Target|Browser|page|tab) crashed!?)"
        r"|(?P<key2>Target (?:page, context or browser|closed)[^.]*)"
        r"|session deleted because of page crash"
        r"|(?P<key3>DevToolsActivePort file doesn't exist)"
        r"|Failed to launch (?:the )?(?:browser|chrome)|browserType\.launch: (?P<key4>.*)"
        r"|(?P<key9>No usable sandbox)|(?P<key10>Cannot start Chrome\w*)|Failed to move to new namespace|(?P<key5>chrome not reachable)|(?P<key6>SessionNotCreatedException.*)"
        r"|(?P<key7>Disconnected \(\d+ times\).*)|Protocol error \(\w+\.\w+\): (?:Target"
        r"|Session) closed|Chrome failed to start|session not created:? (?P<key8>.*)"
        r"|The Test Runner unexpectedly exited|Chrom(?:e|ium) Renderer process just crashed",
        slug="browser-crashed",
        example="  1) [chromium] \u203a cart.spec.ts:9:5 \u203a pays\n    Error: page.click: Target crashed\n    Call log: waiting for locator('#pay')\n  1 failed",
        near_miss="Browser launched in 300 ms",
    ),
    _crash(
        id="jvm-fork-crash",
        pattern=r"(?P<key>The forked VM terminated without (?:properly )?saying (?:properly )?goodbye)"
        r"|(?P<key2>ExecutionException The forked VM)"
        r"|Process 'Gradle Test Executor \d+' finished with non-zero exit value (?P<key3>1(?:[0-24-9]\d?|3[0-689])?\b|[2-9]\d*)"
        r"|Gradle build daemon disappeared unexpectedly|A worker process has failed to exit"
        r"|Jest worker encountered \d+ child process exceptions|Test runner crashed"
        r"|Worker (?:process )?(?:exited|terminated) unexpectedly"
        r"|Child process .* exited with code|(?P<key4>CUDA error: (?:an illegal|device-side"
        r"|unspecified).*)|Channel closed$|ERR_IPC_CHANNEL_CLOSED",
        slug="test-worker-crashed",
        example="[ERROR] The forked VM terminated without properly saying goodbye. VM crash or System.exit called?",
        near_miss="Starting Gradle Test Executor 3",
    ),
)
