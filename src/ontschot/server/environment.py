"""What the children of the command find in their environment."""

import os
from contextlib import AbstractContextManager

from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import Say, embedded_server, silent
from ontschot.server.own_server import own_server
from ontschot.server.places import SOURCE
from ontschot.server.processes import HOST
from ontschot.server.roles import Access

DEFAULT_PORT = 8000


def open_database(data: DataFolder, say: Say = silent) -> AbstractContextManager[Access]:
    """The user's own server when `DATABASE_URL` is given, otherwise the embedded one."""
    url = os.environ.get("DATABASE_URL")
    return own_server(data, url) if url else embedded_server(data, say)


def modus_of(data: DataFolder) -> str:
    """How this folder is run: as the user says, else as it was before, else safely."""
    return os.environ.get("ONTSCHOT_MODUS") or data.about().get("modus", "productie")


def web_address(modus: str, port: int | None) -> str:
    """Where people find the site, for the links in messages: as the user says in ONTSCHOT_WEBADRES.

    Else in real use https with the first name of ONTSCHOT_HOSTS, and this computer in a demo.
    """
    said = os.environ.get("ONTSCHOT_WEBADRES")
    if said:
        return said
    name = os.environ.get("ONTSCHOT_HOSTS", "").split(",")[0].strip().lstrip(".*")
    if modus == "productie" and name:
        return f"https://{name}"
    return f"http://{HOST}:{port or DEFAULT_PORT}"


def child_environment(
    data: DataFolder,
    access: Access | None,
    modus: str,
    *,
    as_owner: bool = False,
    port: int | None = None,
) -> dict[str, str]:
    """The environment for Django. `as_owner` is for what changes the structure of the database.

    `port` is where the web server of a demo listens.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = [str(SOURCE), os.environ.get("PYTHONPATH", "")]
    environment |= {
        "DJANGO_SETTINGS_MODULE": "ontschot.settings",
        "ONTSCHOT_MODUS": modus,
        "ONTSCHOT_DATA": str(data.path),
        "ONTSCHOT_GEHEIM": os.environ.get("ONTSCHOT_GEHEIM") or data.secrets()["geheim"],
        "ONTSCHOT_WEBADRES": web_address(modus, port),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(part for part in path if part)),
        "PYTHONSAFEPATH": "1",
    }
    if access is not None:
        environment |= {
            "ONTSCHOT_DATABASE_URL": access.eigenaar_url if as_owner else access.app_url,
            "ONTSCHOT_EIGENAAR_URL": access.eigenaar_url,
            "ONTSCHOT_ROL": access.app_role,
        }
    return environment
