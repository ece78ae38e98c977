"""The address of a page as it stands in a message, where there is no request to ask."""

from django.conf import settings


def web_address(path: str) -> str:
    """The whole address of a path of ours: `/o/…/` becomes `https://werkcentrum.example/o/…/`."""
    return f"{settings.WEBADRES.rstrip('/')}{path}"
