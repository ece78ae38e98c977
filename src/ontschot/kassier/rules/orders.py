"""What an order may cost, and what goes back to the line."""


def rest_cent(gereserveerd_cent: int, bedrag_cent: int) -> int:
    """What goes back to the line when an order costs less than was set aside.

    Raises ValueError when the order costs more: then there is no rest but a shortage.
    """
    if bedrag_cent > gereserveerd_cent:
        raise ValueError("order above reservation")
    return gereserveerd_cent - bedrag_cent


def above_ceiling(bedrag_cent: int, plafond_cent: int | None) -> bool:
    """Whether a reason is needed. Without a known ceiling nothing is above it.

    The VAT basis of the two may differ (domain 2.6: mixed inside one annex); the bare numbers
    are compared, because the rate of a service is not known.
    """
    return plafond_cent is not None and bedrag_cent > plafond_cent
