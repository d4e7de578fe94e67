"""Broken, hostile and foreign files: what could be read counts, the rest is said."""

import zlib
from io import BytesIO

import pytest

from bot.model.names import Outcome
from bot.reports.caps import Caps
from bot.reports.read import looks_like_report, read_report
from tests.reports.make import report

P, F = Outcome.PASSED, Outcome.FAILURE
RED = '<testcase name="r"><failure message="no"/></testcase>'


@pytest.mark.parametrize(
    "content, says",
    [
        ("", "is empty"),
        (" \n\t\0", "is empty"),
        ("<html><body/></html>", "looks like an HTML page (<html>)"),
        ("<!DOCTYPE html>\n<html><body/></html>", "looks like an HTML page (<html>)"),
        ("<testng-results/>", "looks like a TestNG result (<testng-results>)"),
        ("<assembly/>", "looks like an assembly's manifest (<assembly>)"),
        ("<robot name='arm'/>", "looks like a robot's description (<robot>)"),
        ("<coverage/>", "looks like a coverage report (<coverage>)"),
        ("<suites/>", "is XML that begins with <suites>"),
        ('{"tests": 1}', "looks like JSON"),
        ('{"version": "2.1.0", "runs": []}', "looks like SARIF"),
        ("PK\x03\x04", "looks like a zip archive"),
        ("plain words", "is no XML"),
        ("\u00e4\u00f6", "is no text that any report begins with"),
    ],
)
def test_file_that_is_no_report_is_named(content: str, says: str) -> None:
    found = report(content)
    assert (found.format, found.tests) == (None, 0)
    (problem,) = found.problems
    assert problem.startswith(
        f"junit.xml {says}, not a test report that can be read: let the test tool write JUnit XML"
    )


@pytest.mark.parametrize(
    "head, name",
    [
        (b"<testsuites>", "junit"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <html> -->\n<testsuite ', "junit"),
        ('<?xml version="1.0"?><testsuite>'.encode("utf-16"), "junit"),
        ('<?xml version="1.0"?><testsuite>'.encode("utf-16-be"), "junit"),
        (b"<j:testsuites xmlns:j='u'>", "junit"),
        (b"<testsuitesx>", None),
        (b"", None),
    ],
)
def test_format_is_told_from_the_content(head: bytes, name: str | None) -> None:
    assert looks_like_report(head) == name


@pytest.mark.parametrize(
    "content, tests, problem",
    [
        pytest.param(
            '<testsuite><testcase name="a"/><testcase name="b"',
            1,
            "ends in the middle of <testsuite> at line 1; 1 results were read, later ones are unknown",
            id="inside a tag",
        ),
        pytest.param(
            '<testsuite>\n<testcase name="a"/>\n<testcase name="b"><system-out>text',
            1,
            "ends in the middle of <system-out> at line 3; 1 results were read, "
            "later ones are unknown",
            id="a test whose result never came",
        ),
        pytest.param(
            '<testsuite><testcase name="a"><failure message="x">half',
            1,
            "ends in the middle of <failure> at line 1; 0 results were read, later ones are unknown",
            id="a test that is already red",
        ),
        pytest.param(
            '<testsuite errors="3"><testcase name="a"/>',
            1,
            "ends in the middle of <testsuite> at line 1; 1 results were read, later ones are unknown",
            id="counters of what was cut off",
        ),
        pytest.param(
            f'<testsuite>{RED}<testcase name="b"><failure></testcase>{RED.replace("r", "c", 1)}'
            "</testsuite>",
            3,
            "is not well-formed XML at line 1 (mismatched tag); reading went on at the next test "
            "behind it, so results may be missing",
            id="tags that do not match",
        ),
        pytest.param(
            f"<testsuite>{RED}</testsuite>\nDone in 3 s",
            1,
            "has something else behind its end at line 2, which was not read",
            id="words behind the end",
        ),
        pytest.param(
            f'<testsuite name="x">{RED}<testcase name="b"><?xml version="1.0"?><testsuite name="y">'
            f"{RED}</testsuite>",
            2,
            "breaks off at line 1, where another document begins in the middle",
            id="another document in the middle",
        ),
        pytest.param(
            '<testsuite>\n<testcase name="a < b" time="<1"><failure message="<p>"/></testcase>'
            "</testsuite>",
            1,
            "has a bare `<` in an attribute at line 2, which was taken literally",
            id="bare less-than signs",
        ),
    ],
)
def test_damaged_report_keeps_what_it_says_and_tells_the_damage(
    content: str, tests: int, problem: str
) -> None:
    found = report(content)
    assert (found.format, found.tests) == ("junit", tests)
    assert found.problems == (f"junit.xml {problem}.",)


def test_bare_less_than_signs_stay_in_the_text() -> None:
    found = report(
        '<testsuite><testcase name="a < b"><failure message="<p> & &nbsp;"/></testcase></testsuite>'
    )
    assert (found.cases[0].name, found.cases[0].message) == ("a < b", "<p> & &nbsp;")


def test_red_test_in_front_of_broken_xml_stays_red() -> None:
    found = report('<testsuite><testcase name="a"><failure message="x"/><b></testcase>' + RED)
    assert [case.name for case in found.red] == ["a", "r"]


def test_several_documents_in_one_file_are_all_read() -> None:
    one = '<?xml version="1.0"?>\n<testsuite name="{}"><testcase name="a"/></testsuite>\n'
    found = report(one.format("x") + one.format("y") + "<testsuites/>")
    assert (found.tests, found.problems) == (2, ())


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE t [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        '<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_declared_entities_are_refused_unread(doctype: str) -> None:
    found = report(f'{doctype}<testsuite><testcase name="&a;"/></testsuite>')
    assert found.tests == 0
    (problem,) = found.problems
    assert problem.startswith("junit.xml declares the entity `")
    assert problem.endswith("so it was not read: let the tool write it without a DOCTYPE.")


def test_doctype_that_points_elsewhere_is_not_followed() -> None:
    found = report(f'<!DOCTYPE t SYSTEM "http://127.0.0.1:9/evil.dtd"><testsuite>{RED}</testsuite>')
    assert (found.tests, found.problems) == (1, ())


def test_deep_nesting_is_read_and_deeper_one_is_refused() -> None:
    deep = "<testsuite>" * 10_000 + RED + "</testsuite>" * 10_000
    assert report(deep).tests == 1
    found = report(deep, Caps(depth=500))
    assert found.problems == (
        "junit.xml nests elements more than 500 deep, so reading stopped there; 0 results were read.",
    )


def test_nesting_of_unknown_elements_is_bounded_too() -> None:
    found = report("<testsuite>" + "<x>" * 600, Caps(depth=500))
    assert "nests elements more than 500 deep" in found.problems[0]


def test_endless_attribute_is_refused_and_what_came_before_counts() -> None:
    found = report(
        f'<testsuite>{RED}\n<testcase name="{"x" * 3_000_000}"/></testsuite>', Caps(tag=1_000_000)
    )
    assert found.tests == 1
    assert found.problems == (
        "junit.xml has a tag longer than 1 MB at line 2, so reading stopped there; "
        "1 results were read.",
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<testsuite>" + '<testcase name="a"><b></testcase>' * 10_100, id="in a row"),
        pytest.param('<testsuite><testcase name="a"><b></testcase>' * 10_100, id="ever deeper"),
        pytest.param("<testsuite>" + '<testcase name="<"/>' * 10_100, id="bare signs"),
    ],
)
def test_very_many_broken_places_end_the_reading(content: str) -> None:
    assert "is broken XML in very many places" in report(content).problems[-1]


def test_names_are_cut_but_stay_different() -> None:
    long = "x" * 5_000
    found = report(f'<testsuite><testcase name="{long}a"/><testcase name="{long}b"/></testsuite>')
    first, second = (case.name for case in found.cases)
    assert first != second
    assert len(first) < 2_100


def test_long_texts_keep_their_beginning_and_their_end() -> None:
    lines = "\n".join(f"line {n}" for n in range(100_000))
    caps = Caps()
    (case,) = report(
        f'<testsuite><testcase name="a"><failure message="{"m" * 9_000}end">{lines}</failure>'
        f"<system-out>{lines}</system-out></testcase></testsuite>"
    ).cases
    for text, limit in ((case.trace, caps.trace), (case.output, caps.output)):
        assert len(text) < limit + 100
        assert text.startswith("line 0\nline 1\n")
        assert text.endswith("\nline 99999")
        assert "characters left out" in text
    assert case.message.endswith("end")
    assert len(case.message) < caps.message + 100


def test_all_texts_together_are_bounded() -> None:
    case = f"<testcase name='a{{}}'><failure message='m'>{'x' * 1000}</failure></testcase>"
    cases = "".join(case.format(n) for n in range(100))
    found = report(f"<testsuite>{cases}</testsuite>", Caps(total=10_000, scant=50))
    assert sum(len(c.trace) for c in found.cases) < 20_000
    assert len(found.red) == 100


def test_problems_are_capped() -> None:
    suites = '<testsuite name="s" failures="1"><testcase name="a"/></testsuite>' * 200
    assert len(report(f"<testsuites>{suites}</testsuites>").problems) == Caps().problems


def test_damaged_archive_around_a_report_is_a_problem() -> None:
    class Damaged(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            if not data:
                raise zlib.error("invalid stored block lengths")
            return data

    found = read_report(Damaged(f"<testsuite>{RED}".encode()), "a.zip!junit.xml")
    assert found.red[0].name == "r"
    assert found.problems == (
        "a.zip!junit.xml ends in the middle of <testsuite> at line 1; 1 results were read, "
        "later ones are unknown.",
        "a.zip!junit.xml cannot be read to its end: invalid stored block lengths.",
    )
