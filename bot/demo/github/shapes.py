"""The shapes a request body's fields may have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.demo.github.problems import Refused, malformed
from bot.demo.github.wire import Json, moment


@dataclass(frozen=True, slots=True)
class Shape:
    """What one field must look like; `expected` finishes the sentence "… is not"."""

    expected: str
    fits: Callable[[object], bool]
    required: bool = False


def required(shape: Shape) -> Shape:
    """The same shape, but the field must be there."""
    return replace(shape, required=True)


def nullable(shape: Shape) -> Shape:
    """The same shape, or null."""
    return replace(
        shape,
        expected=f"{shape.expected} or null",
        fits=lambda value: value is None or shape.fits(value),
    )


def one_of(*words: str) -> Shape:
    """One of some words."""
    return Shape(
        f"one of {', '.join(words)}", lambda value: isinstance(value, str) and value in words
    )


def either(first: Shape, second: Shape) -> Shape:
    """This or that."""
    return Shape(
        f"{first.expected} or {second.expected}",
        lambda value: first.fits(value) or second.fits(value),
    )


def list_of(shape: Shape, most: int | None = None) -> Shape:
    """A list with items of one shape, at most so many."""
    limit = "" if most is None else f" with at most {most} items"
    return Shape(
        f"a list of {shape.expected}{limit}",
        lambda value: (
            isinstance(value, list)
            and (most is None or len(value) <= most)
            and all(shape.fits(item) for item in value)
        ),
    )


def record(**fields: Shape) -> Shape:
    """An object with these fields and no other."""
    names = ", ".join(fields)

    def fits(value: object) -> bool:
        if not isinstance(value, dict) or value.keys() - fields.keys():
            return False
        return all(
            shape.fits(value[name]) if name in value else not shape.required
            for name, shape in fields.items()
        )

    return Shape(f"an object of {names}", fits)


def text(most: int | None = None) -> Shape:
    """A string, at most so many characters long."""
    limit = "" if most is None else f" of at most {most} characters"
    return Shape(
        f"a string{limit}",
        lambda value: isinstance(value, str) and (most is None or len(value) <= most),
    )


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(moment(value))
    except ValueError:
        return False


TEXT = text()
NUMBER = Shape("an integer", lambda value: isinstance(value, int) and not isinstance(value, bool))
TIME = Shape("a date-time", _is_time)
ANY_OBJECT = Shape("an object", lambda value: isinstance(value, dict))


def check_body(fields: Mapping[str, Shape], body: Json) -> None:
    """Refuse a body that lacks a field or has one of a wrong shape (422)."""
    for name, shape in fields.items():
        if name not in body:
            if shape.required:
                raise Refused(
                    422,
                    f'Invalid request.\n\n"{name}" wasn\'t supplied.',
                    violation=True,
                )
        elif not shape.fits(body[name]):
            raise malformed(name, body[name], shape.expected)
