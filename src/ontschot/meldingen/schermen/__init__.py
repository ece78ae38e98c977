"""The screens of this room beside the question itself, by topic."""
