"""Measuring: what the indicators said in a run, and the capability that a finding judges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "measurement",
        sa.Column("run_id", sa.String(16), nullable=False),
        sa.Column("id", sa.String(400), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("indicator", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(3), nullable=False),
        sa.Column("object", sa.String(3)),
        sa.Column("capability", sa.String(200)),
        sa.Column("topic", sa.String(200)),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("unit", sa.String(80), nullable=False),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("vintage", sa.String(10), nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("is_assumed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "id", name="pk_measurement"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_measurement_run_id"),
    )
    op.create_index("ix_measurement_indicator", "measurement", ["indicator"])
    op.add_column("finding", sa.Column("capability", sa.String(200)))
