"""Somebody who leaves leaves nothing behind: open questions and dossiers go to a colleague."""
