"""All component tags and formats; what they take is in docs/components.md."""

from ontschot.web.tags import assets, charts, data, forms, surfaces, values
from ontschot.web.tags.library import register

__all__ = ["assets", "charts", "data", "forms", "register", "surfaces", "values"]
