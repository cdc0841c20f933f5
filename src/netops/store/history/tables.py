"""The tables. A change here needs a migration beside it (`migrations/versions`); a test holds the two together."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the type is INTEGER."""


class Instant(TypeDecorator[datetime]):
    """A time with its zone; kept in UTC, because SQLite knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 SQLAlchemy's form
        """Return the time as the database keeps it."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 SQLAlchemy's form
        """Return the time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = MetaData()

RUNS = Table(
    "audit_runs",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("network", Text, nullable=False),
    Column("started", Instant(), nullable=False),
    Column("finished", Instant(), nullable=False),
    Column("who", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("source", String(20), nullable=False),
    Column("past", String(100), nullable=False),
    Column("series", String(64), nullable=False, server_default=text("''")),
    Column("level", Integer),
    Column("policy", String(64), nullable=False),
    Column("version", String(40), nullable=False),
    Column("devices", Integer, nullable=False),
    Column("not_audited", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("waived", Integer, nullable=False),
    Column("high", Integer, nullable=False),
    Column("rate", Float),
    Column("half", Float),
    Column("new", Integer, nullable=False),
    Column("regressed", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("not_seen", Integer, nullable=False),
    Index("ix_audit_runs_network_started", "network", "started"),
)

JUDGEMENTS = Table(
    "audit_judgements",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),
)
"""All verdicts on a device at once: devices and nights that say the same share them."""

VERDICTS = Table(
    "audit_verdicts",
    METADATA,
    Column("judgement", NUMBER, ForeignKey("audit_judgements.number", ondelete="CASCADE"), primary_key=True),
    Column("check_id", String(40), primary_key=True),
    Column("unit", String(40), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("basis", String(20), nullable=False),
    Column("standing", String(20), nullable=False),
    Column("lines", JSON, nullable=False),
    Column("risks", JSON, nullable=False),
    Column("waiver", JSON(none_as_null=True)),
)

DEVICES = Table(
    "audit_devices",
    METADATA,
    Column("run", NUMBER, ForeignKey("audit_runs.number", ondelete="CASCADE"), primary_key=True),
    Column("device", Text, primary_key=True),
    Column("department", Text, nullable=False),
    Column("platform", String(40), nullable=False),
    Column("release", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("not_audited", Text),
    Column("config", String(64), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("read", Integer, nullable=False),
    Column("judgement", NUMBER, ForeignKey("audit_judgements.number")),
    Index("ix_audit_devices_judgement", "judgement"),
)

LAST = Table(
    "audit_last",
    METADATA,
    Column("network", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("series", String(64), primary_key=True),
    Column("seen", Instant(), nullable=False),
    Column("policy", String(64), nullable=False),
    Column("judgement", NUMBER, ForeignKey("audit_judgements.number"), nullable=False),
    Index("ix_audit_last_judgement", "judgement"),
)
"""When each device was last judged, and how, by any run (an empty series) and by each series; outlives the runs that are pruned."""

CHECKS = Table(
    "audit_checks",
    METADATA,
    Column("network", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("series", String(64), primary_key=True),
    Column("check_id", String(40), primary_key=True),
    Column("held", Instant()),
    Column("open_since", Instant()),
)
"""When a check first held on a device, and since when its finding is open; outlives the runs that are pruned."""
