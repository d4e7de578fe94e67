"""Shorten the name of an exception's type."""

import re


def short_type(name: str) -> str:
    """The last part of a type's name.

    >>> short_type("org.opentest4j.AssertionFailedError"), short_type("Capybara::ElementNotFound")
    ('AssertionFailedError', 'ElementNotFound')
    """
    return re.split(r"[.:\\/]", name.strip())[-1].rpartition("$")[2]
