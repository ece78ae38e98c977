"""The tables of this room around the question, by topic; `models` gives them out."""
