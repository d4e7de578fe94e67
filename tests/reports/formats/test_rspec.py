"""RSpec: examples, and errors outside of them."""

import pytest

from bot.model.names import Outcome
from tests.reports.json_make import only, outcomes, written


def document(*examples: object, **more: object) -> dict[str, object]:
    return {"version": "3.12.0", "examples": examples, **more}


def example(status: str, **more: object) -> dict[str, object]:
    names = {"id": "./spec/a_spec.rb[1:1]", "description": "adds", "full_description": "Cart adds"}
    return {**names, "file_path": "./spec/a_spec.rb", "line_number": 2, "status": status, **more}


@pytest.mark.parametrize("status, letter", [("passed", "p"), ("failed", "f"), ("pending", "s")])
def test_outcome(status: str, letter: str) -> None:
    assert outcomes(document(example(status))) == letter


def test_all_that_an_example_says_is_kept() -> None:
    error = {
        "class": "IOError",
        "message": "no\nshop",
        "backtrace": ["./a.rb:1:in `x'", "./b.rb:2"],
    }
    found = only(document(example("failed", exception=error, run_time=0.5)))
    assert (found.id, found.file, found.line) == ("spec.a_spec::Cart adds", "spec/a_spec.rb", 2)
    assert (found.type, found.message) == ("IOError", "no\nshop")
    assert found.trace == "no\nshop\n./a.rb:1:in `x'\n./b.rb:2"
    assert found.seconds == 0.5


def test_reason_of_a_pending_example_is_its_message() -> None:
    assert only(document(example("pending", pending_message="later"))).message == "later"


def test_examples_of_one_name_are_told_apart_by_their_ids() -> None:
    second = example("passed", id="./spec/a_spec.rb[1:2]")
    assert outcomes(document(example("failed"), second)) == "fp"


def test_file_that_does_not_load_is_an_error() -> None:
    message = (
        "\nAn error occurred while loading ./spec/b_spec.rb.\n\nFailure/Error: require 'x'\n\n"
        "LoadError:\n  cannot load such file -- x\n# ./spec/b_spec.rb:1:in `<top (required)>'\n"
    )
    summary = {"example_count": 0, "errors_outside_of_examples_count": 1}
    found = only(document(messages=["Run options: x", message], summary=summary))
    assert (found.name, found.outcome) == ("./spec/b_spec.rb", Outcome.ERROR)
    assert (found.type, found.message) == ("LoadError", "cannot load such file -- x")


def test_errors_that_no_message_tells_of_are_said() -> None:
    summary = {"example_count": 0, "errors_outside_of_examples_count": 1}
    found = written(document(summary=summary))
    assert found.problems == ("junit.xml counts 1 failures, but shows no test as failed.",)
