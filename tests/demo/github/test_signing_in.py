"""App JWTs and tokens: what is let in and what is not."""

from datetime import timedelta

import jwt
import pytest

from bot.demo.github.server import FakeGitHub
from tests.demo.github.client import PERMISSIONS, Answer, Shop

NOW = 1_757_851_200


@pytest.mark.parametrize(
    "claims, message",
    [
        ({"exp": NOW - 1}, "'Expiration time' claim ('exp') must be a time in the future"),
        ({"exp": NOW + 3600}, "'Expiration time' claim ('exp') is too far in the future"),
        ({"iat": NOW + 300}, "'Issued at' claim ('iat') must be an Integer in the past"),
        ({"iat": None}, "Missing 'issued at' or 'expiration time' claim"),
        ({"iss": "7"}, "'Issuer' claim ('iss') must be an Integer or a registered App"),
    ],
    ids=["has run out", "lives an hour", "is from the future", "has no iat", "is of no App"],
)
async def test_a_jwt_is_refused_when_it(
    shop: Shop, claims: dict[str, object], message: str
) -> None:
    shop.gh.expect_violation("401")

    answer = await shop.client.call("GET", "/app", token=shop.client.app_jwt(**claims))

    assert (answer.status, answer.body["message"]) == (401, message)


async def test_a_jwt_of_another_key_is_refused(shop: Shop) -> None:
    shop.gh.expect_violation("could not be decoded")
    other = shop.gh.register_app({}, [])
    now = int(shop.gh.clock().timestamp())
    claims = {"iss": str(shop.app.id), "iat": now, "exp": now + 60}
    forged = jwt.encode(claims, other.private_key, algorithm="RS256")

    assert (await shop.client.call("GET", "/app", token=forged)).status == 401


async def test_the_client_id_may_stand_for_the_app_id(shop: Shop) -> None:
    token = shop.client.app_jwt(iss=shop.app.client_id)

    answer = await shop.client.call("GET", "/app", token=token)

    assert (answer.status, answer.body["id"]) == (200, shop.app.id)


@pytest.mark.parametrize(
    "kind, length", [("old", range(40, 41)), ("new", range(440, 600))], ids=["40", "about 520"]
)
async def test_both_token_formats_work(shop: Shop, kind: str, length: range) -> None:
    shop.gh.token_format = kind

    answer = await shop.client.sign_in(shop.installation)

    assert answer.body["token"].startswith("ghs_")
    assert len(answer.body["token"]) in length
    assert (await shop.client.get("/repos/acme/shop")).status == 200


async def test_a_token_lives_an_hour(shop: Shop) -> None:
    shop.gh.clock.advance(timedelta(minutes=59))
    before = await shop.client.get("/repos/acme/shop")
    shop.gh.clock.advance(timedelta(minutes=1))
    after = await shop.client.get("/repos/acme/shop")

    assert (before.status, after.status) == (200, 401)
    assert shop.gh.violations == []


async def test_a_token_may_be_narrowed(shop: Shop) -> None:
    wider = await shop.client.sign_in(shop.installation, permissions={"contents": "read"})
    answer = await shop.client.call("POST", "/repos/acme/shop/issues", {"title": "x"})
    shop.gh.expect_violation("issues:write")

    assert wider.body["permissions"] == {"metadata": "read", "contents": "read"}
    assert answer.status == 403


@pytest.mark.parametrize(
    "body",
    [{"permissions": {"contents": "write"}}, {"repositories": ["elsewhere"]}],
    ids=["a stronger permission", "a repository it does not see"],
)
async def test_a_token_cannot_ask_for(shop: Shop, body: dict[str, object]) -> None:
    shop.gh.expect_violation("422")

    assert (await shop.client.sign_in(shop.installation, **body)).status == 422


async def test_a_suspended_installation_gets_and_does_nothing(shop: Shop) -> None:
    await shop.gh.world.suspend(shop.installation)

    assert (await shop.client.get("/repos/acme/shop")).status == 403
    assert (await shop.client.sign_in(shop.installation)).status == 403
    await shop.gh.world.unsuspend(shop.installation)
    assert (await shop.client.get("/repos/acme/shop")).status == 200


async def test_after_uninstalling_nothing_is_left(shop: Shop) -> None:
    await shop.gh.world.uninstall(shop.installation)

    assert (await shop.client.get("/repos/acme/shop")).status == 401
    assert (await shop.client.sign_in(shop.installation)).status == 404


@pytest.mark.parametrize(
    "path, token, status",
    [
        ("/repos/acme/shop", "", 401),
        ("/repos/acme/shop", "ghs_made_up", 401),
        ("/app", "ghs_made_up", 401),
        ("/no/such/thing", None, 501),
    ],
    ids=["no token", "an unknown token", "a token for the App", "an unserved path"],
)
async def test_a_violation_is_written_down_for(
    shop: Shop, path: str, token: str | None, status: int
) -> None:
    answer = await shop.client.call("GET", path, token=token)

    assert answer.status == status
    assert len(shop.gh.violations) == 1
    shop.gh.expect_violation(".")


async def test_missing_user_agent_is_refused(shop: Shop) -> None:
    shop.gh.expect_violation("User-Agent")

    answer = await shop.client.get("/repos/acme/shop", **{"User-Agent": ""})

    assert answer.status == 403


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", "/repos/acme/shop/issues?lables=bug", None),
        ("POST", "/repos/acme/shop/issues", {"title": "x", "lables": ["bug"]}),
    ],
    ids=["query parameter", "body key"],
)
async def test_a_misspelt_name_is_a_violation(
    shop: Shop, method: str, path: str, body: object
) -> None:
    await shop.client.call(method, path, body)

    assert ["unknown" in text and "lables" in text for text in shop.gh.violations] == [True]
    shop.gh.expect_violation("lables")


NEEDY = {o.name: o for o in FakeGitHub().operations if o.needs}


@pytest.mark.parametrize("name", NEEDY)
async def test_without_its_permission_an_operation_is_refused(shop: Shop, name: str) -> None:
    operation = NEEDY[name]
    assert operation.needs is not None
    shop.gh.expect_violation(f"{operation.needs} on acme/shop")
    wanted = operation.needs.partition(":")[0]
    others = {key: level for key, level in PERMISSIONS.items() if key != wanted}
    token = shop.gh.hub.tokens[shop.client.token]
    token.permissions.clear()
    token.permissions.update(others)
    path = operation.template.format_map(Names())

    answer = await shop.client.call(operation.method, path)

    message = "Resource not accessible by integration"
    assert (answer.status, answer.body["message"]) == (403, message)
    assert answer.body["documentation_url"] == operation.docs


class Names(dict[str, str]):
    """Path parameters: the shop, and 1 for everything else."""

    def __missing__(self, key: str) -> str:
        """The value of a parameter."""
        return {"owner": "acme", "repo": "shop"}.get(key, "1")


async def test_a_person_reads_with_a_token_of_their_own(shop: Shop) -> None:
    private = shop.gh.add_repository("acme/secret", private=True)
    shop.gh.add_user("bob", {"acme/secret": "read"})
    bob, eve = shop.gh.user_token("bob"), shop.gh.user_token("eve")

    assert (await shop.client.call("GET", f"/repos/{private.full_name}", token=bob)).status == 200
    assert (await shop.client.call("GET", f"/repos/{private.full_name}", token=eve)).status == 404
    assert (await shop.client.call("GET", "/repos/acme/shop/actions/runs", token=eve)).status == 200


async def test_the_app_finds_its_installations(shop: Shop) -> None:
    token = shop.client.app_jwt()
    other = shop.gh.add_repository("acme/other")

    async def ask(path: str) -> Answer:
        return await shop.client.call("GET", path, token=token)

    number = shop.installation.id
    listed = await ask("/app/installations")
    assert [entry["id"] for entry in listed.body] == [number]
    assert (await ask(f"/app/installations/{number}")).body["id"] == number
    assert (await ask("/repos/acme/shop/installation")).body["id"] == number
    assert (await ask("/app/installations/1")).status == 404
    assert (await ask(f"/repos/{other.full_name}/installation")).status == 404
    seen = await shop.client.get("/installation/repositories")
    assert [repo["full_name"] for repo in seen.body["repositories"]] == ["acme/shop"]
