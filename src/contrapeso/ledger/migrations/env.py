"""Alembic's way into the register: revisions run inside the transaction that the register holds."""

from __future__ import annotations

from alembic import context

from contrapeso.ledger.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
