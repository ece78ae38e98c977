"""What the command says when it cannot go on."""


class Probleem(Exception):
    """One Dutch line: what is wrong, where, what to do. The command then ends with status 2."""
