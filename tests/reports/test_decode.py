"""Encodings, right and wrong, and characters that XML forbids."""

import pytest

from bot.reports.decode import CHUNK
from tests.reports.make import report

TEXT = "Zwölf \u2014 \U0001f41b"


def document(declared: str, text: str = TEXT) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f'{declaration}<testsuite><testcase name="{text}"/></testsuite>'


@pytest.mark.parametrize(
    "data, name",
    [
        pytest.param(document("UTF-8").encode(), TEXT, id="UTF-8"),
        pytest.param(document("").encode(), TEXT, id="undeclared UTF-8"),
        pytest.param(document("utf-8").encode("utf-8-sig"), TEXT, id="UTF-8 with mark"),
        pytest.param(document("utf-16").encode("utf-16"), TEXT, id="UTF-16 with mark"),
        pytest.param(document("utf-16").encode("utf-16-be"), TEXT, id="UTF-16 without mark"),
        pytest.param(document("utf-8").encode("utf-16-le"), TEXT, id="UTF-16 declared UTF-8"),
        pytest.param(document("utf-16").encode(), TEXT, id="UTF-8 declared UTF-16"),
        pytest.param(document("utf-32").encode("utf-32"), TEXT, id="UTF-32"),
        pytest.param(document("iso-8859-1", "Zwölf").encode("latin-1"), "Zwölf", id="Latin-1"),
        pytest.param(document("", "Zwölf €").encode("cp1252"), "Zwölf €", id="undeclared cp1252"),
        pytest.param(document("UTF-8", "Zwölf").encode("latin-1"), "Zwölf", id="wrongly UTF-8"),
        pytest.param(document("windows-1251", "Тест").encode("cp1251"), "Тест", id="Cyrillic"),
        pytest.param(document("Shift_JIS", "テスト").encode("shift_jis"), "テスト", id="Japanese"),
        pytest.param(document("zip").encode(), TEXT, id="a codec that is no encoding"),
        pytest.param(document("no-such").encode(), TEXT, id="an unknown encoding"),
        pytest.param(b"\n\n " + document("UTF-8").encode(), TEXT, id="white space in front"),
    ],
)
def test_encoding(data: bytes, name: str) -> None:
    found = report(data)
    assert found.problems == ()
    assert [case.name for case in found.cases] == [name]


@pytest.mark.parametrize(
    "written, name",
    [
        ("a\x00b\x08c", "abc"),
        ("a&#0;b&#x8;c", "abc"),
        ("&#x1F41B;&#233;", "\U0001f41b\u00e9"),
        ("a&nbsp;b & c &amp; &lt;", "a&nbsp;b & c & <"),
        ("a&#xFFFF;b&#55357;", "a\ufffdb\ufffd"),
        ("a\ufffe\uffffb", "ab"),
        ("\x1b[1mbold\x1b[0m &#27;[2mdim", "bold dim"),
        ("two&#10;lines\tand tab", "two lines and tab"),
    ],
)
def test_characters_that_xml_forbids(written: str, name: str) -> None:
    found = report(f'<testsuite><testcase name="{written}"/></testsuite>')
    assert found.problems == ()
    assert [case.name for case in found.cases] == [name]


def test_ampersands_in_cdata_stay_as_they_are() -> None:
    found = report(
        "<testsuite><testcase name='a'><failure><![CDATA[a && b &nbsp; ]]]]><![CDATA[> &#65;]]>"
        "</failure></testcase></testsuite>"
    )
    assert found.cases[0].trace == "a && b &nbsp; ]]> &#65;"


@pytest.mark.parametrize("shift", range(12))
@pytest.mark.parametrize("piece", ["&#x1b;[31m", "\U0001f41b", "&lt;&nbsp;"])
def test_what_lies_across_two_chunks_is_read_right(piece: str, shift: int) -> None:
    start = "<testsuite><testcase name='a'><failure>"
    filler = "x" * (CHUNK - len(start) - shift)
    found = report(f"{start}{filler}{piece}</failure></testcase></testsuite>")
    want = {"&#x1b;[31m": "x", "\U0001f41b": "\U0001f41b", "&lt;&nbsp;": "<&nbsp;"}[piece]
    assert found.problems == ()
    assert found.cases[0].trace.endswith(want)
