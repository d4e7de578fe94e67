"""Hold an SBOM against the lock it was made from: `check_sbom.py SBOM.json LOCK`."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked(lock: str) -> dict[str, set[str]]:
    """`name==version` of everything that a lock pins, with the hashes of its files."""
    starts = [*_PINNED.finditer(lock)]
    ends = [found.start() for found in starts[1:]] + [len(lock)]
    return {
        f"{found['name']}=={found['version']}": {*_HASH.findall(lock[found.start() : end])}
        for found, end in zip(starts, ends, strict=True)
    }


def listed(sbom: str) -> dict[str, set[str]]:
    """The same of a CycloneDX document; what has no package URL counts as not listed."""
    return {
        f"{component['name']}=={component['version']}": {
            one["content"]
            for place in component.get("externalReferences", ())
            for one in place.get("hashes", ())
            if one["alg"] == "SHA-256"
        }
        for component in json.loads(sbom)["components"]
        if component.get("purl", "").startswith("pkg:pypi/")
    }


def faults(sbom: str, lock: str) -> Iterator[str]:
    """What the two do not say alike, a sentence each."""
    pinned, found = locked(lock), listed(sbom)
    yield from (f"{name} is locked and not in the SBOM." for name in pinned.keys() - found.keys())
    yield from (f"{name} is in the SBOM and not locked." for name in found.keys() - pinned.keys())
    for name in sorted(pinned.keys() & found.keys()):
        if not pinned[name] or pinned[name] != found[name]:
            yield f"{name} has other hashes in the SBOM than in the lock."


def main() -> int:
    """0 when both say the same, else 1 and a sentence for each difference."""
    sbom, lock = (Path(name).read_text() for name in sys.argv[1:3])
    found = sorted(faults(sbom, lock))
    print(*found or [f"{len(locked(lock))} packages, each with its version and hashes."], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
