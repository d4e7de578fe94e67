"""JSON reports as such: encodings, damage, several documents, hostile shapes."""

import json
import random
from typing import cast

import pytest

from bot.reports.caps import Caps
from bot.reports.json.sniff import json_paths
from bot.reports.read import looks_like_report
from bot.reports.registry import FORMATS
from tests.reports.make import report
from tests.reports.samples import SAMPLES, Sample

RED = {"status": "failed", "full_description": "r", "exception": {"class": "E", "message": "no"}}
GREEN = {"status": "passed", "full_description": "g"}
each = pytest.mark.parametrize(
    "sample", [pytest.param(one, id=one.id) for one in SAMPLES if one.family == "json"]
)


def rspec(*examples: object, **more: object) -> str:
    return json.dumps({"version": "3", "examples": examples, **more})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('{"name": "shop", "version": "1.0.0", "scripts": {}}', id="package.json"),
        pytest.param('{"compilerOptions": {"strict": true}}', id="tsconfig"),
        pytest.param('{"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}', id="SARIF"),
        pytest.param('{"/a.js": {"path": "/a.js", "statementMap": {}}}', id="coverage"),
        pytest.param('[{"filePath": "/a.js", "messages": [], "errorCount": 0}]', id="ESLint"),
        pytest.param('{"tests": 1, "results": []}', id="any results"),
        pytest.param('{"total": {"lines": {"pct": 100}}}', id="coverage summary"),
        pytest.param('{"status": "failed"}', id="a status"),
        pytest.param('{"uuid": "1", "name": "a", "status": "passed"}', id="one Allure result"),
        pytest.param("[]", id="an empty array"),
        pytest.param('"text"', id="a text"),
        pytest.param("2025-09-14 [1] starting {\n", id="a log"),
    ],
)
def test_other_json_is_no_report(content: str) -> None:
    assert looks_like_report(content.encode()) is None


def test_paths_are_told_from_a_head_that_is_cut() -> None:
    assert json_paths(b'\n[[{"a": [{"b": "c') == {"a", "a.b"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_any_unicode_encoding_says_the_same(encoding: str) -> None:
    (case,) = report(rspec({**RED, "full_description": "größer 😀"}).encode(encoding)).cases
    assert case.name == "größer 😀"


def test_bytes_that_are_no_utf8_are_what_windows_writes() -> None:
    content = rspec({**RED, "full_description": "gr?sser"}).encode().replace(b"?", b"\xf6")
    assert report(content).cases[0].name == "grösser"


@pytest.mark.parametrize(
    "content, names, problem",
    [
        pytest.param(rspec(GREEN) + "\n" + rspec(RED), "gr", "", id="one behind the other"),
        pytest.param(f"[{rspec(GREEN)},{rspec(RED)}]", "gr", "", id="in an array"),
        pytest.param(f"[[{rspec(GREEN)}],[{rspec(RED)}]]", "gr", "", id="in arrays of an array"),
        pytest.param(
            f"\n> shop@1.0.0 test\n> rspec --format json\n\n{rspec(RED)}",
            "r",
            "",
            id="behind what npm prints",
        ),
        pytest.param(
            rspec(RED) + "\nDone in 3 s",
            "r",
            "has something else behind its end, which was not read",
            id="words behind the end",
        ),
        pytest.param(
            rspec(GREEN, RED)[:-40],
            "g",
            "ends in the middle of `examples` behind `g`; 1 results were read, later ones are unknown",
            id="cut off",
        ),
        pytest.param(
            rspec(GREEN, RED).replace("},", "},,"),
            "g",
            "is not well-formed JSON behind `g` (parse error: unallowed token at this point in JSON "
            "text); 1 results were read, later ones are unknown",
            id="a comma too many",
        ),
        pytest.param(
            '{"version": "3", "examples": 7, "summary_line": ""}',
            "",
            "has no `examples`, so its results are unknown",
            id="no list",
        ),
    ],
)
def test_what_can_be_read_counts_and_the_rest_is_said(
    content: str, names: str, problem: str
) -> None:
    found = report(content)
    assert "".join(case.name for case in found.cases) == names
    assert found.problems == ((f"junit.xml {problem}.",) if problem else ())


def test_red_test_of_the_first_document_that_passes_in_the_second_is_flaky() -> None:
    (case,) = report(rspec(RED) + rspec({**RED, "status": "passed"})).cases
    assert case.is_flaky


@pytest.mark.parametrize(
    "number", ["9" * 5_000, "1e999", "-0", "1e-999", "9" * 20, "1." + "0" * 9_000]
)
def test_numbers_of_any_size_are_survived(number: str) -> None:
    content = rspec(RED, GREEN).replace(
        '"status": "failed"', f'"run_time": {number}, "status": "failed"'
    )
    found = report(content)
    assert found.problems or found.cases[0].name == "r"


def test_very_deep_values_are_passed_over() -> None:
    deep = "[" * 50_000 + "]" * 50_000
    found = report(rspec(RED)[:-1] + f', "x": {deep}}}')
    assert ([case.name for case in found.cases], found.problems) == (["r"], ())
    inside = report(rspec(RED)[:-3] + f', "x": {deep}}}]}}')
    assert ([case.name for case in inside.cases], inside.problems) == (["r"], ())


def test_deeper_documents_than_allowed_are_refused() -> None:
    suites = '{"suites": [' * 600 + "]}" * 600
    found = report('{"config": {}, "suites": [{"specs": []}], ' + suites[1:], Caps(depth=500))
    assert found.problems[0].endswith(
        "nests more than 500 deep, so reading stopped there; 0 results were read."
    )


def test_texts_keep_their_beginning_and_their_end_within_the_caps() -> None:
    long = "m" * 100_000 + "end"
    error = {"class": "E", "message": long, "backtrace": ["t" * 100_000 + "last"]}
    caps = Caps()
    (case,) = report(rspec({**RED, "full_description": "n" * 9_000, "exception": error})).cases
    assert len(case.name) < caps.name + 100
    assert len(case.message) < caps.message + 100
    assert case.message.endswith("end")
    assert len(case.trace) < caps.trace + 100


def test_all_texts_together_are_bounded() -> None:
    examples = [{**RED, "id": n, "exception": {"message": "x" * 1_000}} for n in range(100)]
    found = report(rspec(*examples), Caps(total=10_000, scant=50))
    assert len(found.red) == 100
    assert sum(len(case.message) + len(case.trace) for case in found.cases) < 40_000


@each
def test_sample_with_sorted_keys_says_the_same(sample: Sample) -> None:
    document = json.loads(sample.data)
    found = report(json.dumps(document, sort_keys=True))
    assert sorted(map(str, found.cases)) == sorted(map(str, report(sample.data).cases))


@each
def test_sample_in_an_array_with_itself_is_as_red(sample: Sample) -> None:
    data = sample.data.decode()
    found = report(f"[{data},{data}]")
    assert found.problems == ()
    assert {case.name for case in found.red} == {case.name for case in report(data).red}


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


@each
def test_values_of_the_wrong_type_anywhere_are_survived(sample: Sample) -> None:
    document = json.loads(sample.data)
    places = [place for place in _places(document) if place]
    wrong: list[object] = [None, True, -5, 1e300, "x", [], {}, [[1]], [{"a": 1}], {"b": {"c": []}}]
    chance = random.Random(sample.name)
    for place in chance.sample(places, min(25, len(places))):
        changed = json.loads(sample.data)
        around = changed
        for key in place[:-1]:
            around = around[key]
        around[place[-1]] = chance.choice(wrong)
        found = report(json.dumps(changed))
        assert found.format in {None, *(one.name for one in FORMATS)}
        assert all(isinstance(text, str) for case in found.cases for text in _texts(case))


def _texts(case: object) -> list[object]:
    names = ("name", "classname", "suite", "file", "type", "message", "trace", "output", "scope")
    return [cast("object", getattr(case, name)) for name in names]
