"""Watching: what each watch saw, the alerts it raised, and the docket of what people did about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_watch()
    _create_alert()
    _create_docket()


def _create_watch() -> None:
    op.create_table(
        "watch_state",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watch_state"),
    )
    op.create_table(
        "watch",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("code_version", sa.String(80), nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("snapshots", sa.JSON, nullable=False),
        sa.Column("state_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_watch"),
        sa.ForeignKeyConstraint(["state_id"], ["watch_state.id"], name="fk_watch_state_id"),
    )
    op.create_index("ix_watch_country", "watch", ["country"])


def _create_alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("cause", sa.JSON, nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("title_es", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("watch_seq", sa.Integer, nullable=False),
        sa.Column("raised_on", sa.Date, nullable=False),
        sa.Column("raised_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("closed_by", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", "country", name="pk_alert"),
        sa.ForeignKeyConstraint(["watch_seq"], ["watch.seq"], name="fk_alert_watch_seq"),
        sa.CheckConstraint("state IN ('open', 'acknowledged', 'answered', 'closed')", name="ck_alert_state"),
    )
    op.create_index("ix_alert_country_state", "alert", ["country", "state"])


def _create_docket() -> None:
    op.create_table(
        "docket",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("alert_id", sa.String(16), nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_docket"),
        sa.ForeignKeyConstraint(["alert_id", "country"], ["alert.id", "alert.country"], name="fk_docket_alert_id"),
    )
