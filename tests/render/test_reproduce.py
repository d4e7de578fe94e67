"""A failing test comes with the command that runs it again, when it can be told."""

from typing import Any

import pytest

from bot.model.names import Kind
from bot.render.reproduce import command
from tests.build import failure

JS = {"classname": "cart adds", "file": "", "test_file": "src/cart.test.ts"}
JAVA = {"classname": "com.acme.CartTest", "file": "", "test_file": ""}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "pytest tests/test_shop.py::TestShop::test_a"),
        ({"classname": "tests.test_shop"}, "pytest tests/test_shop.py::test_a"),
        ({"classname": "test_shop.TestShop"}, "pytest tests/test_shop.py::TestShop::test_a"),
        ({"classname": ""}, "pytest tests/test_shop.py::test_a"),
        ({"name": "test_a[x y]"}, "pytest 'tests/test_shop.py::TestShop::test_a[x y]'"),
        ({"kind": Kind.UNCOLLECTABLE}, "pytest tests/test_shop.py"),
        (
            {"name": "TestAdd/zero", "test_file": "shop/cart_test.go", "classname": "shop"},
            "go test ./shop -run '^TestAdd$/^zero$'",
        ),
        (
            {
                "name": "TestAdd",
                "test_file": "",
                "file": "",
                "classname": "x.example/shop",
                "source": "out/go-test.json",
            },
            "go test x.example/shop -run '^TestAdd$'",
        ),
        (
            {**JS, "name": "adds one", "source": "jest-junit.xml"},
            "npx jest src/cart.test.ts -t 'adds one'",
        ),
        (
            {**JS, "name": "adds", "trace": "at node_modules/vitest/dist/x.js"},
            "npx vitest run src/cart.test.ts -t adds",
        ),
        ({**JS, "name": "adds", "trace": "", "source": "junit.xml"}, ""),
        (
            {**JAVA, "name": "adds()", "source": "build/test-results/test/TEST-a.xml"},
            "./gradlew test --tests com.acme.CartTest.adds",
        ),
        (
            {**JAVA, "name": "adds", "source": "target/surefire-reports/TEST-a.xml"},
            "mvn test '-Dtest=com.acme.CartTest#adds'",
        ),
        (
            {**JAVA, "name": "Adds", "source": "out.trx"},
            "dotnet test --filter FullyQualifiedName=com.acme.CartTest.Adds",
        ),
        (
            {"test_file": "spec/cart_spec.rb", "file": "spec/cart_spec.rb", "line": 7},
            "bundle exec rspec spec/cart_spec.rb:7",
        ),
        ({"test_file": "src/cart.rs", "name": "cart::adds"}, "cargo test cart::adds"),
        ({"test_file": "a.unknown"}, ""),
        ({"test_file": "", "file": ""}, ""),
    ],
)
def test_the_command_fits_the_tool(change: dict[str, Any], expected: str) -> None:
    assert command([failure(**change)]) == expected


def test_many_tests_of_one_file_run_as_the_file() -> None:
    failures = [failure(f"test_{n}") for n in range(9)]

    assert command(failures) == "pytest tests/test_shop.py"


def test_one_test_in_several_jobs_is_run_once() -> None:
    assert command([failure(), failure(leg="report-py312")]) == command([failure()])


@pytest.mark.parametrize(
    "name",
    ["a\nrm -rf .", "a\x1b[31m", "x" * 500, "password=hunter2"],
    ids=["two lines", "escape sequence", "too long", "secret"],
)
def test_a_name_that_cannot_be_typed_gives_no_command(name: str) -> None:
    assert command([failure(name)]) == ""


@pytest.mark.parametrize("name", ["$(reboot)", "`reboot`", "a; reboot", "a' 'b", "a && b"])
def test_a_hostile_name_is_quoted_for_the_shell(name: str) -> None:
    quoted = name.replace("'", "'\"'\"'")

    assert command([failure(name)]) == f"pytest 'tests/test_shop.py::TestShop::{quoted}'"


@pytest.mark.parametrize("path", ["--collect-only.py", "/etc/test_a.py", "C:/test_a.py"])
def test_a_path_outside_the_repository_gives_no_command(path: str) -> None:
    assert command([failure(test_file=path, file=path)]) == ""


def test_no_failure_gives_no_command() -> None:
    assert command([]) == ""
