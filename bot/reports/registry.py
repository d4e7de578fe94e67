"""The formats of test reports that are understood: a format is one file and one line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from bot.reports.caps import Caps, Items
from bot.reports.dialects import tap_lines
from bot.reports.formats import (
    behave,
    catch2,
    ctest,
    ctrf,
    cucumber,
    cypress,
    dart,
    go_json,
    googletest,
    jest,
    junit,
    libtest,
    mocha,
    mochawesome,
    nunit2,
    nunit3,
    playwright,
    pytest_json_report,
    pytest_reportlog,
    robot,
    rspec,
    subunit,
    tap,
    teamcity,
    trx,
    xunit,
)
from bot.reports.sniff import xml_root, xml_tag


@dataclass(frozen=True)
class Format:
    """One format.

    `name` is what `--json` shows, `title` what people read. `sniff` tells from the first 8 KB of a
    file, decoded to UTF-8, whether it is this format. `read` yields every result as it is written,
    several for a test that was tried several times, and problems; it raises nothing for bad
    content.
    """

    name: str
    title: str
    sniff: Callable[[bytes], bool]
    read: Callable[[BinaryIO, Caps], Iterator[Items]]


FORMATS: tuple[Format, ...] = (
    Format("junit", "JUnit XML", xml_root("testsuites", "testsuite", "testcase"), junit.read),
    Format("behave-json", "Behave JSON", behave.sniff, behave.read),
    Format("catch2-xml", "Catch2 XML", xml_root("catch", "catch2testrun"), catch2.read),
    Format("ctest-xml", "CTest XML", xml_tag("site", "<Testing"), ctest.read),
    Format("ctrf", "CTRF", ctrf.sniff, ctrf.read),
    Format("cucumber-json", "Cucumber JSON", cucumber.sniff, cucumber.read),
    Format("cypress-json", "Cypress JSON", cypress.sniff, cypress.read),
    Format("dart-json", "Dart and Flutter JSON", dart.sniff, dart.read),
    Format("go-json", "`go test -json`", go_json.sniff, go_json.read),
    Format("googletest-json", "GoogleTest JSON", googletest.sniff, googletest.read),
    Format("jest-json", "Jest and Vitest JSON", jest.sniff, jest.read),
    Format("libtest-json", "cargo libtest JSON", libtest.sniff, libtest.read),
    Format("mocha-json", "Mocha JSON", mocha.sniff, mocha.read),
    Format("mochawesome-json", "Mochawesome JSON", mochawesome.sniff, mochawesome.read),
    Format("nunit2", "NUnit 2 XML", xml_root("test-results"), nunit2.read),
    Format("nunit3", "NUnit 3 XML", xml_root("test-run"), nunit3.read),
    Format("playwright-json", "Playwright JSON", playwright.sniff, playwright.read),
    Format(
        "pytest-json-report",
        "pytest-json-report",
        pytest_json_report.sniff,
        pytest_json_report.read,
    ),
    Format("pytest-reportlog", "pytest-reportlog", pytest_reportlog.sniff, pytest_reportlog.read),
    Format(
        "robot",
        "Robot Framework output.xml",
        xml_tag("robot", " generator=", " generated=", "<suite"),
        robot.read,
    ),
    Format("rspec-json", "RSpec JSON", rspec.sniff, rspec.read),
    Format("subunit", "subunit", subunit.sniff, subunit.read),
    Format("tap", "TAP", tap_lines.sniff, tap.read),
    Format("teamcity", "TeamCity service messages", teamcity.sniff, teamcity.read),
    Format(
        "trx", "TRX (.NET)", xml_tag("testrun", "TeamTest", "<Results", "<ResultSummary"), trx.read
    ),
    Format("xunit", "xUnit.net XML", xunit.sniff, xunit.read),
)
