"""What can be written on the menukaart, by topic."""

from ontschot.menukaart.actions.controle import check_dienst

__all__ = ["check_dienst"]
