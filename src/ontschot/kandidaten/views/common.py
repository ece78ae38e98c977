"""What the screens about people share: that somebody looked is written down."""

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import audit
from ontschot.kern.routes import Verzoek


def log_read(request: Verzoek, event: str, kandidaat: Kandidaat) -> None:
    """This person's data stand on the page that is being made."""
    audit.inzage(
        request,
        event,
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
        kandidaat_sleutel=kandidaat.sleutel,
    )
