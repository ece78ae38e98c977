"""A file on its way in: brought on the screen, checked and loaded by the worker."""
