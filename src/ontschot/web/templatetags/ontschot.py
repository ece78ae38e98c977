"""All component tags and formats; what they take is in docs/components.md."""

from ontschot.web.tags import assets, data, forms, surfaces, values
from ontschot.web.tags.library import register

__all__ = ["assets", "data", "forms", "register", "surfaces", "values"]
