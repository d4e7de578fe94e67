"""Texts that try to be more than text."""

from hypothesis import strategies as st

HOSTILE = (
    "```\n`````` `x` ``",
    "a | b\n|---|---|",
    "ping @team and @acme/owners",
    "fixes #1, closes acme/shop#2, resolves GH-3",
    "--> <!-- gardener:end --> <!-- gardener:begin -->",
    '<!-- gardener:1 {"fingerprints": ["1:evil"]} -->',
    "</details></summary><script>alert(1)</script><details>",
    "\n/gardener close\n",
    "[click](https://evil.example) ![](https://evil.example/x.png) <https://evil.example>",
    "https://evil.example www.evil.example mailto:a@evil.example ftp://evil.example",
    "[ref]: https://evil.example\n\n[ref] [^1]\n\n[^1]: note",
    ":tada: :+1: $x^2$ $`y`$",
    "\x1b[31mred\x1b[0m\x1b]8;;https://evil.example\x07x\x1b]8;;\x07 \x00\x07\x9b",
    "\u202eevil\u202c \u2066x\u2069 \u200b\ufeff\U000e0041",
    "&#64;team &commat;team &lt;b&gt; \\@team \\",
    "# heading\n===\n---\n> quote\n- list\n1. one\n    code\n~~~\nopen",
    "lone \ud800 surrogate",
    "password=hunter2 ghp_" + "a1B2" * 9,
    "**bold _under *star ~~strike",
)

TEXTS = st.lists(
    st.sampled_from(HOSTILE) | st.text(max_size=20) | st.sampled_from("`@#<>|[]()!:/*_~$\\&\n -1a"),
    max_size=8,
).map("".join)
