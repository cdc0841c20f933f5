"""Runs of a series are compared with each other: what is known of a device is kept for each series, and for all runs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WHOSE = "network, device, level"


def upgrade() -> None:
    """Name the series of each run; runs that are there were of none."""
    op.add_column("audit_runs", sa.Column("series", sa.String(64), nullable=False, server_default=sa.text("''")))
    _anew("audit_last", "seen, policy, judgement", _last())
    op.create_index("ix_audit_last_judgement", "audit_last", ["judgement"])
    _anew("audit_checks", "check_id, held, open_since", _checks())


def _whose() -> list[sa.Column[object]]:
    return [
        sa.Column("network", sa.Text, primary_key=True),
        sa.Column("device", sa.Text, primary_key=True),
        sa.Column("level", sa.Integer, primary_key=True),
        sa.Column("series", sa.String(64), primary_key=True),
    ]


def _last() -> list[sa.Column[object]]:
    return [
        sa.Column("seen", INSTANT, nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("judgement", NUMBER, sa.ForeignKey("audit_judgements.number"), nullable=False),
    ]


def _checks() -> list[sa.Column[object]]:
    return [
        sa.Column("check_id", sa.String(40), primary_key=True),
        sa.Column("held", INSTANT),
        sa.Column("open_since", INSTANT),
    ]


def _anew(table: str, rest: str, columns: list[sa.Column[object]]) -> None:
    """Make a table anew with the series in its key, which SQLite can't add to one that is there."""
    op.execute(f"CREATE TABLE {table}_old AS SELECT * FROM {table}")  # noqa: S608
    op.drop_table(table)
    op.create_table(table, *_whose(), *columns)
    op.execute(f"INSERT INTO {table} ({WHOSE}, series, {rest}) SELECT {WHOSE}, '', {rest} FROM {table}_old")  # noqa: S608
    op.drop_table(f"{table}_old")
