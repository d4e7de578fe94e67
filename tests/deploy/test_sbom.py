"""What the release says it is made of is what the lock pins."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.scripts import script

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted([ROOT / "requirements.lock", *(ROOT / "deploy").glob("*.lock")])
HASHES = ("a" * 64, "b" * 64)
LOCK = "".join(
    f"{name} \\\n    --hash=sha256:{HASHES[0]} \\\n    --hash=sha256:{HASHES[1]}\n"
    for name in ("cart==1.2", "shop.core==3.0b1 ; python_full_version < '3.13'")
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ASKED = {
    "deploy/requirements.lock": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["otel"],
    ],
    "requirements.lock": PROJECT["project"]["optional-dependencies"]["dev"],
    "deploy/build.lock": PROJECT["dependency-groups"]["build"],
    "deploy/supply.lock": PROJECT["dependency-groups"]["supply"],
}
check = script("check_sbom")


def component(name: str, version: str, *hashes: str) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "externalReferences": [{"hashes": [{"alg": "SHA-256", "content": h} for h in hashes]}],
    }


def sbom(*components: dict[str, Any]) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "components": components})


WHOLE = (component("cart", "1.2", *HASHES), component("shop.core", "3.0b1", *HASHES))


def test_sbom_that_says_what_the_lock_says_has_no_fault() -> None:
    assert list(check.faults(sbom(*WHOLE), LOCK)) == []


@pytest.mark.parametrize(
    ("components", "fault"),
    [
        (WHOLE[:1], "shop.core==3.0b1 is locked and not in the SBOM."),
        ((*WHOLE, component("till", "1")), "till==1 is in the SBOM and not locked."),
        (
            (WHOLE[0], component("shop.core", "3.0b1", HASHES[0])),
            "shop.core==3.0b1 has other hashes in the SBOM than in the lock.",
        ),
        ((WHOLE[0], {**WHOLE[1], "purl": ""}), "shop.core==3.0b1 is locked and not in the SBOM."),
    ],
    ids=["missing", "not locked", "a hash is missing", "no package URL"],
)
def test_difference_is_named(components: tuple[dict[str, Any], ...], fault: str) -> None:
    assert list(check.faults(sbom(*components), LOCK)) == [fault]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_lock_has_hashes_for_everything(path: Path) -> None:
    locked = check.locked(path.read_text())

    assert locked
    assert all(locked.values())


@pytest.mark.parametrize("lock", ASKED)
def test_lock_has_what_the_project_asks_for(lock: str) -> None:
    """`make lock` brings it up to date."""
    names = {_plain(pin.partition("==")[0]) for pin in check.locked((ROOT / lock).read_text())}
    asked = {_plain(re.split(r"[^\w.-]", wish)[0]) for wish in ASKED[lock]}

    assert asked - names == set()


def _plain(name: str) -> str:
    """https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_image_and_tests_agree_on_what_they_share() -> None:
    whole, runtime = (check.locked(path.read_text()) for path in (LOCKS[-1], LOCKS[1]))

    assert LOCKS[1].name == LOCKS[-1].name == "requirements.lock"
    assert {name for name in runtime if name not in whole} == set()
