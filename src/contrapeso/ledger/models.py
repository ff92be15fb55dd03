"""The register's tables, in SQL that every database speaks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

snapshot = Table(
    "snapshot",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("country", String(3)),
    Column("vintage", Date, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("retrieved_at", String(27), nullable=False),
    Column("seq", Integer, nullable=False, unique=True),
    Column("licence", String(200), nullable=False),
    Column("publisher_es", Text, nullable=False),
    Column("publisher_en", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("issues", Integer, nullable=False),
    Column("files", JSON, nullable=False),
    UniqueConstraint("source", "sha256"),
    CheckConstraint("rows >= 0", name="rows"),
    Index("ix_snapshot_country_vintage", "country", "vintage"),
)
"""One row is a source's content as first or again found; ``seq`` is the audit entry that recorded it."""

run = Table(
    "run",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("country", String(3), nullable=False),
    Column("on", Date, nullable=False),
    Column("known_at", Date),
    Column("code_version", String(80), nullable=False),
    Column("doctrine_hash", String(64), nullable=False),
    Column("evidence_hash", String(64), nullable=False),
    Column("started_at", String(27), nullable=False),
    Column("finished_at", String(27), nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("run_id", String(16), ForeignKey("run.id"), primary_key=True),
    Column("id", String(400), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("requirement", String(200), nullable=False),
    Column("act", String(200)),
    Column("capability", String(200)),
    Column("verdict", String(20), nullable=False),
    Column("code", String(200)),
    Column("cites", JSON, nullable=False),
    Column("severity", String(20), nullable=False),
    Column("due_on", Date),
    Column("missing", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("norms", JSON, nullable=False),
)

measurement = Table(
    "measurement",
    metadata,
    Column("run_id", String(16), ForeignKey("run.id"), primary_key=True),
    Column("id", String(400), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("indicator", String(200), nullable=False),
    Column("subject", String(3), nullable=False),
    Column("object", String(3)),
    Column("capability", String(200)),
    Column("topic", String(200)),
    Column("period", String(10), nullable=False),
    Column("value", Float),
    Column("unit", String(80), nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("missing", JSON, nullable=False),
    Column("vintage", String(10), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("is_assumed", Boolean, nullable=False),
    Index("ix_measurement_indicator", "indicator"),
)
"""One row is what an indicator said in a run; where ``value`` is null, ``missing`` says what would settle it."""

choice = Table(
    "choice",
    metadata,
    Column("run_id", String(16), ForeignKey("run.id"), primary_key=True),
    Column("cost_end", String(10), primary_key=True),
    Column("asked", JSON, nullable=False),
    Column("offers", JSON, nullable=False),
    Column("benefit", Float),
    Column("proof", String(20)),
    Column("conflict", JSON, nullable=False),
    Column("core", JSON, nullable=False),
)
"""What was chosen in a run with costs at one end; JSON null in ``offers`` where no set keeps the rules in ``conflict``."""

loss = Table(
    "loss",
    metadata,
    Column("run_id", String(16), ForeignKey("run.id"), primary_key=True),
    Column("id", String(400), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("scenario", String(200), nullable=False),
    Column("given", JSON, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("difference", Float),
    CheckConstraint("kind IN ('measurement', 'finding')", name="kind"),
    Index("ix_loss_scenario", "scenario"),
)
"""One row is what a scenario changed in a run: a measurement or a finding, before and after; JSON null where it does not arise."""

watch_state = Table(
    "watch_state",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("seen", Text, nullable=False),
)
"""What a watch saw, as canonical JSON under its own hash; equal sights are kept once."""

watch = Table(
    "watch",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("country", String(3), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("on", Date, nullable=False),
    Column("at", String(27), nullable=False),
    Column("code_version", String(80), nullable=False),
    Column("sources", JSON, nullable=False),
    Column("snapshots", JSON, nullable=False),
    Column("state_id", String(64), ForeignKey("watch_state.id"), nullable=False),
)
"""One row is one watch: the days it went through and the snapshots it read; ``seq`` is its audit entry."""

alert = Table(
    "alert",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("country", String(3), primary_key=True),
    Column("rule", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("cause", JSON, nullable=False),
    Column("on", Date, nullable=False),
    Column("title_es", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("watch_seq", Integer, ForeignKey("watch.seq"), nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("raised_at", String(27), nullable=False),
    Column("state", String(20), nullable=False),
    Column("closed_on", Date),
    Column("closed_by", JSON, nullable=False),
    CheckConstraint("state IN ('open', 'acknowledged', 'answered', 'closed')", name="state"),
    Index("ix_alert_country_state", "country", "state"),
)
"""A change that was told; JSON null stands for nothing before, nothing after, or not closed."""

docket = Table(
    "docket",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("alert_id", String(16), nullable=False),
    Column("country", String(3), nullable=False),
    Column("action", String(20), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("note", Text),
    Column("at", String(27), nullable=False),
    ForeignKeyConstraint(["alert_id", "country"], ["alert.id", "alert.country"]),
)
"""What people did about alerts; ``seq`` is the audit entry."""

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(80), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
"""The hash chain; ``payload`` is canonical JSON, kept as text so that its hash never depends on a database."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The end of the chain, in one row: writers lock it, and a chain cut short does not reach it."""
