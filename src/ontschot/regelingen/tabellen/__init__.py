"""Tables of this room by topic; `models` gives them out."""
