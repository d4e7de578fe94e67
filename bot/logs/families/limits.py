"""Limits of the machine other than disk and memory, and clocks and capacity that were not there."""

from functools import partial

from bot.logs.rule import KeyedBy, Rule, Tier
from bot.model.names import Kind, LogCause, Origin

_limit = partial(
    Rule,
    cause=LogCause.INFRA,
    tier=Tier.MACHINE,
    category="Infrastructure/Runner",
    kind=Kind.UNCOLLECTABLE,
    origin=Origin.INFRASTRUCTURE,
    first=True,
    keyed_by=KeyedBy.STEP,
)

ROWS = (
    _limit(
        id="too-many-open-files",
        pattern=r"(?i:too many open files)|\bEMFILE\b|\bENFILE\b",
        example="Traceback (most recent call last):\n"
        '  File "load.py", line 31, in <module>\n    handles.append(open(path))\n'
        "OSError: [Errno 24] Too many open files: 'part-1021'",
        near_miss="open files                      (-n) 1024",
    ),
    _limit(
        id="file-watchers",
        pattern=r"System limit for number of file watchers reached|inotify (?:watch(?:es)?|instances?)"
        r" limit(?: of \d+)? reached|User limit of inotify (?:instances|watches) reached",
        slug="file-watcher-limit",
        example="Error: ENOSPC: System limit for number of file watchers reached, watch '/srv/app'",
        near_miss="watching 412 files",
    ),
    _limit(
        id="file-system-read-only",
        pattern=r"(?i:read-only file ?system)",
        example="cp: cannot create regular file 'dist/app.js': Read-only file system\n##[error]Process completed with exit code 1.",
        near_miss="mounted read-only",
    ),
    _limit(
        id="process-limit",
        pattern=r"fork: (?:retry: )?(?:Resource temporarily unavailable|Cannot allocate|No child)"
        r"|can't start new thread|unable to create (?:new )?native thread"
        r"|pthread_create failed|BlockingIOError: \[Errno 11\]|spawn \S+ EAGAIN",
        slug="process-limit-reached",
        example="/srv/app/run.sh: fork: retry: Resource temporarily unavailable\n"
        "##[error]Process completed with exit code 254.",
        near_miss="fork: started child 4711",
    ),
    _limit(
        id="apt-locked",
        pattern=r"^E: Could not get lock (?P<key>\S+?)\.?(?: |$)|^E: Unable to acquire the dpkg frontend lock"
        r"|Waiting for cache lock: Could not get lock \S+.*held by process .* \(timed out",
        slug="package-manager-locked",
        keyed_by=KeyedBy.WORDS,
        example="Reading package lists...\nE: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1832 "
        "(unattended-upgr)\n##[error]Process completed with exit code 100.",
        near_miss="Reading package lists...",
    ),
    _limit(
        id="clock-skew",
        pattern=r"is not valid yet \(invalid for another|certificate is not yet valid"
        r"|RequestTimeTooSkewed|Signature not yet current|JWT (?:was )?issued in the future"
        r"|'Expiration time' claim \('exp'\) is too far in the future|clock (?:skew|drift) too (?:great|large)",
        slug="clock-skew",
        example="E: Release file for http://archive.example/ubuntu/dists/jammy/InRelease is not valid yet "
        "(invalid for another 3h 2min 10s). Updates for this repository will not be applied.",
        near_miss="make: warning:  Clock skew detected.  Your build may be incomplete.",
    ),
    _limit(
        id="no-capacity",
        pattern=r"InsufficientInstanceCapacity|\d+/\d+ nodes are available: (?P<key>.*)|FailedScheduling"
        r"|(?i:could not find (?:a |any )?runner)|(?i:no runners? (?:matching|matched|available|online))"
        r"|ZONE_RESOURCE_POOL_EXHAUSTED|SkuNotAvailable|VcpuLimitExceeded|MaxSpotInstanceCountExceeded",
        slug="no-runner-capacity",
        keyed_by=KeyedBy.WORDS,
        example="Warning  FailedScheduling  2s  default-scheduler  0/3 nodes are available: 3 Insufficient cpu.\n"
        "##[error]Process completed with exit code 1.",
        near_miss="3/3 nodes are ready",
    ),
    _limit(
        id="timeout-rollout",
        cause=LogCause.TIMEOUT,
        tier=Tier.BUILD,
        category="Infrastructure/Timeout",
        keyed_by=KeyedBy.WORDS,
        pattern=r"(?:INSTALLATION|UPGRADE|ROLLBACK) FAILED: .*(?P<key>timed out|deadline exceeded)"
        r"|deployment \S+ exceeded its (?P<key2>progress deadline)",
        slug="rollout-timeout",
        example="Error: UPGRADE FAILED: timed out waiting for the condition\n##[error]Process completed with exit code 1.",
        near_miss="Error: UPGRADE FAILED: another operation is in progress",
    ),
    _limit(
        id="locale-missing",
        cause=LogCause.CONFIG,
        tier=Tier.CRASH,
        category="Configuration",
        origin=None,
        pattern=r"locale\.Error: unsupported locale setting|cannot change locale \((?P<key>[\w.@-]+)\)"
        r"|Click will abort further execution because Python .{0,40}ASCII"
        r"|(?P<key2>invalid byte sequence in US-ASCII)",
        slug="locale-missing",
        keyed_by=KeyedBy.WORDS,
        example='Traceback (most recent call last):\n  File "report.py", line 4, in <module>\n'
        '    locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")\nlocale.Error: unsupported locale setting',
        near_miss="Falling back to the standard locale",
    ),
    _limit(
        id="browser-missing",
        cause=LogCause.CONFIG,
        tier=Tier.BUILD,
        category="Configuration",
        origin=None,
        pattern=r"Executable doesn't exist at \S+|Cypress binary is missing|Cypress verification timed out"
        r"|Could not find (?P<key>Chrom(?:e|ium)|Firefox|browser revision)\b|(?:cannot find|No) (?P<key2>Chrome) binary"
        r"|Please set env variable CHROME_BIN|No binary for (?P<key3>\w+) browser"
        r"|Looks like Playwright (?:Test or Playwright )?was just (?:installed|updated)",
        slug="browser-not-installed",
        keyed_by=KeyedBy.WORDS,
        example="    Error: browserType.launch: Executable doesn't exist at /home/runner/.cache/ms-playwright/chromium-1105/chrome\n"
        "    Looks like Playwright Test or Playwright was just installed or updated.\n  12 failed",
        near_miss="Chromium 120.0.6099.28 (playwright build v1097) downloaded to /home/runner/.cache/ms-playwright",
    ),
)
