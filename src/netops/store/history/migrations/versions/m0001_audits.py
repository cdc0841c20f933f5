"""Runs, devices, verdicts, and what outlives the runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _runs()
    op.create_table(
        "audit_judgements",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
    )
    op.create_table(
        "audit_verdicts",
        sa.Column("judgement", NUMBER, sa.ForeignKey("audit_judgements.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("check_id", sa.String(40), primary_key=True),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
        sa.Column("risks", sa.JSON, nullable=False),
        sa.Column("waiver", sa.JSON),
    )
    _devices()
    _lasting()


def _runs() -> None:
    counts = ("devices", "not_audited", "open", "waived", "high", "new", "regressed", "gone", "not_seen")
    op.create_table(
        "audit_runs",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("finished", INSTANT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("past", sa.String(100), nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counts),
        sa.Column("rate", sa.Float),
        sa.Column("half", sa.Float),
    )
    op.create_index("ix_audit_runs_network_started", "audit_runs", ["network", "started"])


def _devices() -> None:
    op.create_table(
        "audit_devices",
        sa.Column("run", NUMBER, sa.ForeignKey("audit_runs.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("device", sa.Text, primary_key=True),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("not_audited", sa.Text),
        sa.Column("config", sa.String(64), nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("read", sa.Integer, nullable=False),
        sa.Column("judgement", NUMBER, sa.ForeignKey("audit_judgements.number")),
    )
    op.create_index("ix_audit_devices_judgement", "audit_devices", ["judgement"])


def _lasting() -> None:
    def whose() -> list[sa.Column[object]]:
        return [
            sa.Column("network", sa.Text, primary_key=True),
            sa.Column("device", sa.Text, primary_key=True),
            sa.Column("level", sa.Integer, primary_key=True),
        ]

    op.create_table(
        "audit_last",
        *whose(),
        sa.Column("seen", INSTANT, nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("judgement", NUMBER, sa.ForeignKey("audit_judgements.number"), nullable=False),
    )
    op.create_index("ix_audit_last_judgement", "audit_last", ["judgement"])
    op.create_table(
        "audit_checks",
        *whose(),
        sa.Column("check_id", sa.String(40), primary_key=True),
        sa.Column("held", INSTANT),
        sa.Column("open_since", INSTANT),
    )
