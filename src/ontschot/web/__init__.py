"""Layout, theme, components, forms and formats. Knows no domain."""
