"""The page for people who open the server's address."""

from html import escape

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Test Gardener</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }}
</style>
<h1>Test Gardener</h1>
<p>One well-kept GitHub issue for each root cause of failing tests. This server takes webhooks at
<code>/webhook</code>; its work shows in the repositories where the App is installed.</p>
<ul>
<li><a href="/readyz">Is it ready?</a></li>
<li><a href="/metrics">Figures</a></li>
</ul>
<p>Version {version}</p>
</html>
"""


def front_page(version: str) -> str:
    """The page as HTML."""
    return _PAGE.format(version=escape(version))
