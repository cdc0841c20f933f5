"""Bringing the tables of the history to what this netops knows: on first use, whole or not at all."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from netops.errors import Refused
from netops.store.history.migrations.env import VERSION_TABLE

STEPS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, shown: str) -> None:
    """Run the steps that are missing, within the transaction that is open.

    Args:
        connection: of whoever writes alone.
        shown: the database, as people may read it.

    Raises:
        Refused: NET-STO-042 where a newer netops has been here.
    """
    found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    config = Config()
    # Alembic's settings are Python's: a percent sign of a path would begin a placeholder.
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    steps = ScriptDirectory.from_config(config)
    known = [step.revision for step in steps.walk_revisions()]
    if found is not None and found not in known:
        raise Refused.of("NET-STO-042", shown, found=found, known=known[0])
    if found != known[0]:
        command.upgrade(config, "head")
