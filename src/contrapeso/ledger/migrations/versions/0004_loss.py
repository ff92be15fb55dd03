"""Losses: what a scenario changed in a run, a measurement or a finding a row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "loss",
        sa.Column("run_id", sa.String(16), nullable=False),
        sa.Column("id", sa.String(400), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("scenario", sa.String(200), nullable=False),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("difference", sa.Float),
        sa.PrimaryKeyConstraint("run_id", "id", name="pk_loss"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_loss_run_id"),
        sa.CheckConstraint("kind IN ('measurement', 'finding')", name="ck_loss_kind"),
    )
    op.create_index("ix_loss_scenario", "loss", ["scenario"])
