"""Choosing: what was asked of the offers on a country's table, and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "choice",
        sa.Column("run_id", sa.String(16), nullable=False),
        sa.Column("cost_end", sa.String(10), nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("offers", sa.JSON, nullable=False),
        sa.Column("benefit", sa.Float),
        sa.Column("proof", sa.String(20)),
        sa.Column("conflict", sa.JSON, nullable=False),
        sa.Column("core", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "cost_end", name="pk_choice"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_choice_run_id"),
    )
