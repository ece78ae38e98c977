"""`./ontschot manage …`: Django's commands on the data of this folder."""

from collections.abc import Sequence

from ontschot.server.data_folder import DataFolder
from ontschot.server.environment import child_environment, modus_of, open_database
from ontschot.server.prepare import migrate, run_django

# Commands that change or look at the structure itself: as the owner, and never migrated before.
STRUCTURE = {
    "check", "dbshell", "flush", "inspectdb", "makemigrations", "migrate", "optimizemigration",
    "showmigrations", "sqlflush", "sqlmigrate", "squashmigrations",
}  # fmt: skip
# Commands that look at the code only.
NO_DATABASE = {
    "", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages",
    "startapp", "version", "--help", "--version", "-h",
}  # fmt: skip


def manage(data: DataFolder, argv: Sequence[str]) -> int:
    """Run a Django command, with a database that is up to date unless the command sees to that."""
    name = argv[0] if argv else ""
    modus = modus_of(data)
    if name in NO_DATABASE:
        return run_django(argv, child_environment(data, None, modus))
    with open_database(data) as access:
        if name not in STRUCTURE:
            migrate(data, access, modus)
        environment = child_environment(data, access, modus, as_owner=name in STRUCTURE)
        return run_django(argv, environment)
