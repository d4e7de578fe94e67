"""Raw answers: whole or cut, and the words of a refusal."""

import json

import pytest

from bot.errors import Forbidden, GitHubError, NotFound
from bot.github.answers import graphql_messages, read_answer, refusal

JSON = {"content-type": "application/json; charset=utf-8"}
HTML = {"content-type": "text/html"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "whole"),
    [
        pytest.param(200, JSON, b'{"id": 1}', True, id="JSON is whole"),
        pytest.param(200, JSON, b'{"id": 1, "na', False, id="JSON cut in the middle is not"),
        pytest.param(200, HTML, b"<html>", False, id="a page where JSON should be is not"),
        pytest.param(204, {}, b"", True, id="nothing is whole"),
        pytest.param(304, {}, b"", True, id="unchanged is whole"),
        pytest.param(502, HTML, b"<html>", True, id="an error needs no JSON"),
    ],
)
def test_whether_an_answer_is_whole(
    status: int, headers: dict[str, str], body: bytes, whole: bool
) -> None:
    assert read_answer(status, headers, body).is_whole is whole


@pytest.mark.parametrize(
    ("errors", "limited"),
    [
        pytest.param([{"type": "RATE_LIMITED", "message": "x"}], True, id="by its type"),
        pytest.param([{"message": "secondary rate limit"}], True, id="by its words"),
        pytest.param([{"type": "NOT_FOUND", "message": "x"}], False, id="not any other error"),
        pytest.param("odd", False, id="not what is no list"),
    ],
)
def test_graphql_limit_is_recognized(errors: object, limited: bool) -> None:
    body = json.dumps({"data": None, "errors": errors}).encode()
    assert read_answer(200, JSON, body).is_limited is limited


@pytest.mark.parametrize(
    ("status", "payload", "kind", "words"),
    [
        pytest.param(404, {"message": "Not Found"}, NotFound, "Not Found", id="404"),
        pytest.param(410, {"message": "Gone"}, NotFound, "Gone", id="410"),
        pytest.param(403, {"message": "No."}, Forbidden, "No.", id="403"),
        pytest.param(
            422,
            {
                "message": "Validation Failed",
                "errors": [{"resource": "Issue", "code": "custom", "message": "body is too long"}],
            },
            GitHubError,
            "Validation Failed (body is too long)",
            id="422 with its reason",
        ),
        pytest.param(
            422,
            {
                "message": "Validation Failed",
                "errors": [{"resource": "Label", "code": "already_exists", "field": "name"}],
            },
            GitHubError,
            "Validation Failed (Label name already_exists)",
            id="422 with a code only",
        ),
        pytest.param(
            422, {"message": "Bad", "errors": "odd"}, GitHubError, "Bad (odd)", id="422 with a text"
        ),
        pytest.param(451, {}, GitHubError, "no reason given", id="an answer without words"),
    ],
)
def test_refusal_says_what_github_said(
    status: int, payload: object, kind: type[GitHubError], words: str
) -> None:
    error = refusal(read_answer(status, JSON, json.dumps(payload).encode()))
    assert type(error) is kind
    assert error.message == words
    assert error.status == status


def test_missing_permission_is_named() -> None:
    headers = {**JSON, "x-accepted-github-permissions": "issues=write"}
    answer = read_answer(403, headers, b'{"message": "Resource not accessible by integration"}')
    assert "issues=write" in refusal(answer).message


def test_graphql_errors_are_told_by_alias() -> None:
    errors = [{"message": "gone", "path": ["i7", "title"]}, {"message": "odd"}, "no object"]
    assert graphql_messages(errors) == (("i7", "gone"), ("", "odd"))
    assert graphql_messages(None) == ()
