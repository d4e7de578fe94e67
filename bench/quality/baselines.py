"""What others do, written from their published descriptions, to stand beside this project.

Each key function gives a text that two failures share when the method takes them for one cause;
each grouper gives a list of labels. None of them is used by the product.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein


class Item(NamedTuple):
    """One failure as every method sees it."""

    test: str
    message: str
    stack: str = ""


_DIGITS = re.compile(r"\d+")


def exact_message(item: Item) -> str:
    """The whole message as it is."""
    return item.message


def digits_stripped(item: Item) -> str:
    """The message without its digits."""
    return _DIGITS.sub("", item.message)


def name_of_test(item: Item) -> str:
    """The test alone, parameters folded: what most bots that open issues do."""
    return item.test.partition("[")[0]


_LUCI = re.compile(
    r"[/+0-9a-zA-Z]{10,}=+"  # base64
    r"|[\-0-9a-fA-F \t]{16,}"  # dumps of bytes and long ids
    r"|[0-9a-fA-Fx]{8,}"  # hashes and addresses
    r"|[0-9]+"
)


def luci_mask(item: Item) -> str:
    """LUCI Analysis, failure reason v6: values become a wildcard in the first 1,024 characters.

    https://pkg.go.dev/go.chromium.org/luci/analysis/internal/clustering/algorithms/failurereason
    """
    return _LUCI.sub("%", item.message[:1024])


_FRAME = re.compile(
    r'^(?:E\s+)?(?:File "([^"]+)", line \d+|([\w./\\-]+\.\w{1,5}):\d+)', re.MULTILINE
)
_TYPE = re.compile(
    r"^(?:E\s+)?(?:[\w.]+\.)?([A-Z]\w*(?:Error|Exception|Failure|Failed|Warning))\b", re.MULTILINE
)


def type_and_last_frame(item: Item) -> str:
    """The exception's type and the file and line of the last frame."""
    types = _TYPE.findall(item.message) or _TYPE.findall(item.stack)
    frames = [match[0] for match in _FRAME.finditer(item.stack)]
    return (
        f"{types[0] if types else item.message.split(':')[0][:80]} @ {frames[-1] if frames else ''}"
    )


_K8S_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d{4}(?: [A-Z]{3,4})?)?"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d\d \w{3} \d{4} [\d:]{8} [+-]\d{4}"
    r"|\w{3} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?"
    r"|[IWEF]?\d{4} \d\d:\d\d:\d\d\.\d+"
)
_K8S_UNIQUE = re.compile(
    r"0x[0-9a-fA-F]+"
    r"|\d+\.\d+\.\d+\.\d+(?::\d+)?"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\b[0-9a-f]{12,32}\b"
    r"|(?<=\.go:)\d+"
    r"|-[a-z0-9]{4,5}\b(?=[\s\"'/:]|$)"
    r"|(?<=:)\d{4,5}\b"
    r"|(?<=goroutine )\d+"
    r"|\b\d+(?:\.\d+)?m?s\b"
)


def kubernetes_text(item: Item) -> str:
    """Kubernetes triage: times become TIME, other values UNIQ1… in the order they first appear.

    https://github.com/kubernetes/test-infra/blob/master/triage/README.md
    """
    seen: dict[str, str] = {}
    text = _K8S_TIME.sub("TIME", item.message)
    text = _K8S_UNIQUE.sub(lambda m: seen.setdefault(m[0], f"UNIQ{len(seen) + 1}"), text)
    return text if len(text) <= 10_000 else f"{text[:5000]}…{text[-5000:]}"


def near_by_edits(a: str, b: str) -> bool:
    """Whether at most a tenth of the characters differ."""
    return Levenshtein.normalized_distance(a, b, score_cutoff=0.1) <= 0.1


def near_by_difflib(a: str, b: str) -> bool:
    """Whether difflib calls them alike from .8 on."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return (
        matcher.real_quick_ratio() >= 0.8
        and matcher.quick_ratio() >= 0.8
        and matcher.ratio() >= 0.8
    )


def by_key(key: Callable[[Item], str]) -> Callable[[Sequence[Item]], list[str]]:
    """Put together what has one key."""
    return lambda items: [key(item) for item in items]


def greedy(
    key: Callable[[Item], str], near: Callable[[str, str], bool]
) -> Callable[[Sequence[Item]], list[int]]:
    """Put each item to the first cluster whose first member is near."""

    def group(items: Sequence[Item]) -> list[int]:
        leaders: list[str] = []
        labels: dict[str, int] = {}
        found = []
        for text in map(key, items):
            if text not in labels:
                place = next((i for i, first in enumerate(leaders) if near(first, text)), None)
                if place is None:
                    place = len(leaders)
                    leaders.append(text)
                labels[text] = place
            found.append(labels[text])
        return found

    return group


KEYS: dict[str, Callable[[Item], str]] = {
    "exact message": exact_message,
    "digits stripped": digits_stripped,
    "LUCI failure-reason mask": luci_mask,
}
"""Methods that compare a text for equality."""

NEAR: dict[str, tuple[Callable[[Item], str], Callable[[str, str], bool]]] = {
    "Kubernetes normalise + 10 % edits": (kubernetes_text, near_by_edits),
    "difflib ≥ .8, greedy": (exact_message, near_by_difflib),
}
"""Methods that compare two texts."""

GROUPERS: dict[str, Callable[[Sequence[Item]], Sequence[str | int]]] = {
    "test name only": by_key(name_of_test),
    **{name: by_key(key) for name, key in KEYS.items()},
    "type + last frame": by_key(type_and_last_frame),
    **{name: greedy(key, near) for name, (key, near) in NEAR.items()},
}
"""Methods that put the failures of a run together."""
