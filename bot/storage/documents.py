"""Values as JSON text and back; what a stranger's text may hold is made storable here.

Postgres takes no NUL in a text and neither database takes half of a surrogate pair, which JSON
reports can carry. Both become U+FFFD.
"""

import re
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from bot.model.masking import masked
from bot.model.secrets import has_sign

T = TypeVar("T")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text as both databases take it.

    >>> storable("a" + chr(0) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


class Document(Generic[T]):
    """How one kind of value is written to a column and read from it."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def write(self, value: T) -> str:
        """The value as JSON text, without the secrets that came past all others who look for them."""
        try:
            text = self._adapter.dump_json(value).decode()
            if has_sign(text.replace("\\n", "\n")):
                text = self._adapter.dump_json(masked(value)).decode()
        except (PydanticSerializationError, UnicodeEncodeError):
            plain = self._adapter.dump_python(masked(value))
            return self._adapter.dump_json(self._adapter.validate_python(_clean(plain))).decode()
        return text

    def read(self, text: str) -> T:
        """The value; `ValidationError` when it is not one of this kind."""
        return self._adapter.validate_json(text)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_clean(item) for item in value)
    return value
