"""Names of pytest's tests: a node id becomes what pytest's JUnit report calls the test."""

from bot.model.names import Stage

STAGES = {"setup": Stage.SETUP, "call": Stage.CALL, "teardown": Stage.TEARDOWN}
"""pytest's own names for the stages of a test."""


def node_names(nodeid: str) -> tuple[str, str, str]:
    """The file, the class name and the name of a node id.

    >>> node_names("tests/test_cart.py::TestCart::test_price[a::b]")
    ('tests/test_cart.py', 'tests.test_cart.TestCart', 'test_price[a::b]')
    >>> node_names("tests/test_cart.py")
    ('tests/test_cart.py', '', 'tests.test_cart')
    """
    path, _, rest = nodeid.partition("::")
    module = path.removesuffix(".py").replace("/", ".")
    if not rest:
        return path, "", module
    head, bracket, parameters = rest.partition("[")
    *classes, name = head.split("::")
    return path, ".".join((module, *classes)), f"{name}{bracket}{parameters}"
