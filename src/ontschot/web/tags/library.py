"""The one library that all component tags register in, and the way they render their template."""

from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

register = Library()


def render(context: Context, name: str, /, **values: Any) -> SafeString:
    """Render `web/components/<name>.html` with these values only (and the csrf token).

    A component sees nothing of the page around it, so its template says all that it needs. The
    blank space around it goes, so that one in the middle of a sentence stands where it is put.
    """
    template = context.template
    if template is None:
        raise RuntimeError(f"The component {name} is rendered outside a template.")
    component = template.engine.get_template(f"web/components/{name}.html")
    values["csrf_token"] = context.get("csrf_token", "")
    return trim(component.render(context.new(values)))


def part(thing: Any, name: str, default: Any = "") -> Any:
    """An attribute of an object or a key of a dict: components take both."""
    if isinstance(thing, dict):
        return thing.get(name, default)
    return getattr(thing, name, default)


def trim(content: str) -> SafeString:
    """The content of a block without the white space around it, still safe."""
    return SafeString(content.strip())
