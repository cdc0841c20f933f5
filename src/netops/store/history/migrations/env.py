"""What Alembic loads before the steps: the connection is handed over by `netops.store.history.migrating`."""

from alembic import context

from netops.store.history.tables import METADATA

VERSION_TABLE = "audit_history_version"


def run() -> None:
    """Run the steps that are missing within the transaction that the caller has opened, or not at all."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        version_table=VERSION_TABLE,
        transactional_ddl=True,
    )
    context.run_migrations()


if __name__ == "env_py":  # Alembic's name for this file; whoever only imports it runs nothing
    run()
