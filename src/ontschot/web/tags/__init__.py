"""The component tags, by family; `templatetags/ontschot.py` gathers them into one library."""
