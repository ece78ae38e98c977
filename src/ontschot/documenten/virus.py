"""Ask clamd whether a file holds a virus; the daemon runs beside us or not at all.

`ONTSCHOT_CLAMD` says where: `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`. Empty: there is
no scanner, and every screen says that a file was not scanned.
"""

import logging
import socket
import struct

from django.conf import settings

from ontschot.kern.errors import Weigering

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 20
CHUNK_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 4096


def is_configured() -> bool:
    return bool(settings.CLAMD)


def scan(inhoud: bytes) -> bool:
    """True when scanned and clean, False when there is no scanner.

    Raises Weigering for a virus, and when the scanner is configured but does not answer: a file
    that should have been scanned is not taken unseen.
    """
    if not is_configured():
        return False
    try:
        answer = _ask(inhoud)
    except (OSError, ValueError) as fault:
        log.warning("clamd_unreachable", extra={"fault": type(fault).__name__})
        raise Weigering(
            "De viruscontrole is nu niet bereikbaar, dus dit bestand is niet bewaard. Probeer het "
            "over een paar minuten opnieuw. Blijft dit zo? Vertel het de beheerder.",
            veld="bestand",
        ) from fault
    if answer.endswith("OK"):
        return True
    if answer.endswith("FOUND"):
        raise Weigering(
            "In dit bestand zit een virus. Het is niet bewaard. Open het niet, en vertel het wie "
            "je het stuurde.",
            veld="bestand",
        )
    log.warning("clamd_answered_otherwise")
    raise Weigering(
        "De viruscontrole kon dit bestand niet lezen, dus het is niet bewaard. Probeer een ander "
        "bestand.",
        veld="bestand",
    )


def _ask(inhoud: bytes) -> str:
    with _connect() as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(inhoud), CHUNK_BYTES):
            chunk = inhoud[start : start + CHUNK_BYTES]
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER_BYTES:
            part = link.recv(1024)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connect() -> socket.socket:
    kind, _, place = settings.CLAMD.partition(":")
    if kind == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(TIMEOUT_SECONDS)
        link.connect(place)
        return link
    if kind != "tcp":
        raise ValueError("ONTSCHOT_CLAMD begins with unix: or tcp:")
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)
