"""Where people look at a GitHub, told from where its API is."""

from urllib.parse import urlsplit


def server_url(api_url: str) -> str:
    """The address of the pages, without a slash at its end.

    >>> server_url("https://api.git.example"), server_url("https://git.example/api/v3")
    ('https://git.example', 'https://git.example')
    """
    url = urlsplit(api_url)
    return f"{url.scheme}://{url.netloc.removeprefix('api.')}"
