"""Counting unique persons over regions with pseudonyms that are made at the source."""
