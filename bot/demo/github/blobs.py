"""The second origin: downloads by signed URLs that live a minute and want no Authorization."""

from aiohttp import web

from bot.demo.github.state.hub import Hub

_DENIED = (
    '<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code>'
    "<Message>{message}</Message></Error>"
)


def answer_blob(hub: Hub, headers: web.Request, key: str) -> web.Response:
    """The content of a URL: 400 with an Authorization header, 403 when late, 404 when unknown."""
    blob = hub.blobs.get(key)
    if "Authorization" in headers.headers:
        return _refusal(400, "InvalidAuthenticationInfo", "Authentication information is invalid.")
    if blob is None:
        return _refusal(404, "BlobNotFound", "The specified blob does not exist.")
    if blob.expires_at <= hub.clock():
        return _refusal(403, "AuthenticationFailed", "Signature not valid in the specified time.")
    return web.Response(
        body=blob.content,
        headers={
            "Content-Type": blob.content_type,
            "Content-Disposition": f'attachment; filename="{_plain(blob.filename)}"',
            "x-ms-blob-type": "BlockBlob",
        },
    )


def _plain(name: str) -> str:
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)


def _refusal(status: int, code: str, message: str) -> web.Response:
    text = _DENIED.format(code=code, message=message)
    return web.Response(status=status, text=text, content_type="application/xml")
