"""What a line must hold for any part of a secret to begin in it: a quick first look at much text."""

from bot.model.secret_names import LEAD as NAMED_LEAD
from bot.model.secret_shapes import SHAPES
from bot.model.secret_tokens import TOKENS

_HIDDEN = (
    # What may stand within a secret: escapes, also as reports spell them, and what has no width.
    r"\x1b|\xc2[\x9b\xad]|\xe2\x90\x9b|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0\xa6-\xa9]|\xef\xbb\xbf",
    r"(?i:#x1b|\\x1b|\\u001b|\\e|\\033)\[",
    # Letters that Python takes for one of ASCII when case is ignored.
    r"\xc4[\xb0\xb1]|\xc5\xbf|\xe2\x84\xaa",
)

LEADS = frozenset(
    {
        *_HIDDEN,
        *(f"{token.prefix}[{token.body}]{{{min(token.least, 4)}}}" for token in TOKENS),
        *(f"(?i:{shape.lead or shape.sign})" for shape in SHAPES),
        NAMED_LEAD,
    }
)
"""In RE2's syntax for bytes, each to be looked for anywhere in one line of UTF-8."""
SPREADING = (b"PRIVATE KEY", b"b3BlbnNzaC1rZXktdjE", b"Private-Lines")
"""Words of the secrets that go over any number of lines."""
BEFORE, AFTER = 4, 24
"""How many lines before or after a lead any other secret may reach: long keys in narrow boxes."""
