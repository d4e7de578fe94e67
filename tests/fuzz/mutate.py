"""Break bytes the way strangers do: cut, double, swap, repeat without end, put in what bites."""

import random
from collections.abc import Sequence

BITES: tuple[bytes, ...] = (
    *(bytes([b]) for b in b"\0\t\n\r\x1b <>&\"'`[](){}|#@/\\:;,.=-_*~!?%$^+0aZ\x7f\xff"),
    *(b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc2\x85", b"\xe2\x80\xae"),
    *(b"\\u0000", b"\\ud800", b"&#0;", b"&#x1b;", b"&x;", b"<![CDATA[", b"]]>", b"<!--", b"-->"),
    *(b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<a b='", b"</a>", b"null", b"1e999", b"-0", b'{"a":'),
    *(b"9" * 40, b"NaN", b"[" * 40, b"```", b"~~~", b"\n%\n", b"not ok 1 - ", b"1..1000000\n"),
    *(b"    ", b"  at x (a.js:1:2)\n", b'  File "a.py", line 3, in f\n', b"Caused by: ", b"E   "),
    *(b"##[group]Run ", b"##[error]", b"@team ", b"fixes #1 ", b"/gardener close\n", b"https://"),
    *(
        b"<!-- gardener:end -->",
        b"</details>",
        b"![](",
        b"| a |",
        b"\n\n",
        b"a" * 300,
        b"PK\x03\x04",
    ),
)


def mutated(chance: random.Random, pool: Sequence[bytes], most: int) -> bytes:
    """One of the pool, changed in a few places; never longer than `most`."""
    data = bytearray(chance.choice(pool))
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        _change(data, chance, pool)
        del data[most:]
    return bytes(data)


def _change(data: bytearray, chance: random.Random, pool: Sequence[bytes]) -> None:
    start = chance.randint(0, len(data))
    end = min(len(data), start + chance.choice((0, 1, 4, 20, 200, 4000)))
    bite = chance.choice(BITES)
    match chance.randrange(9):
        case 0:
            del data[start:end]
        case 1:
            data[start:start] = bite
        case 2:
            data[start:end] = bite
        case 3:
            data[start:start] = data[start:end] * chance.choice((1, 2, 30))
        case 4:
            data[start:start] = bite * chance.choice((2, 50, 2000))
        case 5:
            del data[start:]
        case 6 if data:
            data[min(start, len(data) - 1)] ^= 1 << chance.randrange(8)
        case 7:
            other = chance.choice(pool)
            at = chance.randint(0, len(other))
            data[start:end] = other[at : at + chance.choice((10, 100, 2000))]
        case _:
            at = chance.randint(0, len(data))
            piece = data[start:end]
            data[at:at] = piece
