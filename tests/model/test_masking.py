"""Every text of a value is masked, however deep, and what holds none comes back as it was."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.model.evidence import Evidence
from bot.model.masking import masked, retold
from bot.model.names import Outcome
from bot.model.report import Cases, PassedRun, Stretch, TestCase, TestReport, Try
from bot.model.run import RepoRef, WorkflowJob
from tests.build import failure, finding

TOKEN = "ghp_" + "a1B2" * 9
SAFE = "ghp_[masked]"


@dataclass(frozen=True)
class Deep:
    """Something with everything in it."""

    text: str
    inner: tuple["Deep", ...] = ()
    names: frozenset[str] = frozenset()
    table: tuple[dict[str, list[str]], ...] = ()
    at: datetime = datetime(2026, 1, 5, tzinfo=UTC)


def test_every_text_of_a_value_is_masked() -> None:
    deep = Deep(TOKEN, (Deep("a", names=frozenset({TOKEN})),), table=({TOKEN: ["b", TOKEN]},))

    assert masked(deep) == Deep(
        SAFE, (Deep("a", names=frozenset({SAFE})),), table=({SAFE: ["b", SAFE]},)
    )


def test_a_value_without_secrets_is_the_very_same() -> None:
    value = (failure(), finding(), RepoRef(id=1, owner="acme", name="shop"), Outcome.PASSED, 1.5)

    assert masked(value) is value


def test_evidence_holds_no_secret_in_any_name_or_column() -> None:
    case = TestCase(
        name=f"test_a[{TOKEN}]",
        classname=TOKEN,
        outcome=Outcome.FAILURE,
        message=TOKEN,
        output=TOKEN,
        tries=(Try(outcome=Outcome.FAILURE, message=TOKEN),),
    )
    passed = PassedRun(
        suite=TOKEN,
        scope="",
        names=("test_b", f"test_c[{TOKEN}]"),
        stretches=(Stretch(TOKEN, "a.py", 2),),
        seconds=(None, 0.5),
    )
    report = TestReport(path=TOKEN, format="junit", cases=Cases([case, passed]))
    evidence = Evidence(
        reports=(report,),
        jobs=(WorkflowJob(id=1, name=TOKEN, conclusion="failure", url=""),),
        legs={TOKEN: TOKEN},
        problems=(TOKEN,),
    )

    safe = masked(evidence)

    assert TOKEN not in repr(safe)
    assert [c.name for c in safe.reports[0].cases] == [
        f"test_a[{SAFE}]",
        "test_b",
        f"test_c[{SAFE}]",
    ]
    assert safe.legs == {SAFE: SAFE}


def test_the_names_of_a_repository_stay() -> None:
    repo = RepoRef(id=1, owner="acme", name=TOKEN)

    assert masked((repo,)) == (repo,)


def test_a_value_is_told_in_other_words() -> None:
    assert retold(Deep("a", (Deep("b"),)), str.upper) == replace(Deep("A"), inner=(Deep("B"),))
