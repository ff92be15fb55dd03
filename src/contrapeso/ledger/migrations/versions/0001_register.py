"""The first register: snapshots, runs, findings and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_snapshot()
    _create_runs()
    _create_audit()


def _create_snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("country", sa.String(3)),
        sa.Column("vintage", sa.Date, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("retrieved_at", sa.String(27), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("licence", sa.String(200), nullable=False),
        sa.Column("publisher_es", sa.Text, nullable=False),
        sa.Column("publisher_en", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("issues", sa.Integer, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("source", "id", name="pk_snapshot"),
        sa.UniqueConstraint("source", "sha256", name="uq_snapshot_source"),
        sa.UniqueConstraint("seq", name="uq_snapshot_seq"),
        sa.CheckConstraint("rows >= 0", name="ck_snapshot_rows"),
    )
    op.create_index("ix_snapshot_country_vintage", "snapshot", ["country", "vintage"])


def _create_runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("known_at", sa.Date),
        sa.Column("code_version", sa.String(80), nullable=False),
        sa.Column("doctrine_hash", sa.String(64), nullable=False),
        sa.Column("evidence_hash", sa.String(64), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("finished_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "finding",
        sa.Column("run_id", sa.String(16), nullable=False),
        sa.Column("id", sa.String(400), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("requirement", sa.String(200), nullable=False),
        sa.Column("act", sa.String(200)),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("code", sa.String(200)),
        sa.Column("cites", sa.JSON, nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("missing", sa.JSON, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("norms", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "id", name="pk_finding"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_finding_run_id"),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
