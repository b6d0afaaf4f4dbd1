"""Places that are gone, the provider's ids, how far a store is settled, and the state of accounts."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PAGE = 5000


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("news_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name="fk_accounts_candidates", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("candidate_id", "name", name="pk_accounts"),
    )
    # Nobody knows whether the last run of the older version was finished: the next one settles.
    op.add_column("candidates", sa.Column("changes", sa.Integer(), server_default="1", nullable=False))
    op.add_column("candidates", sa.Column("settled", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sightings", sa.Column("source_digest", sa.Text(), server_default="", nullable=False))
    op.add_column("sightings", sa.Column("provider_id", sa.Text(), server_default="", nullable=False))
    op.add_column("sightings", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    _fill_source_digests()
    op.create_index(
        "ix_sightings_candidate_id_source_digest",
        "sightings",
        ["candidate_id", "source_digest"],
        unique=False,
    )


def _fill_source_digests() -> None:
    """A Maildir has a source for each of its mails, so the rows are written by their keys."""
    connection = op.get_bind()
    sightings = sa.table("sightings", *map(sa.column, (*KEY, "source", "source_digest")))
    found = connection.execute(sa.select(*(sightings.c[name] for name in (*KEY, "source")))).all()
    filled = sightings.update().where(*(sightings.c[name] == sa.bindparam(f"of_{name}") for name in KEY))
    for start in range(0, len(found), PAGE):
        rows = [
            {
                "of_candidate_id": row.candidate_id,
                "of_message_key": row.message_key,
                "of_digest": row.digest,
                "source_digest": _digest(row.source),
            }
            for row in found[start : start + PAGE]
        ]
        connection.execute(filled, rows)


KEY = ("candidate_id", "message_key", "digest")


def _digest(source: str) -> str:
    """As `store.rows.digest` was when this was written."""
    return hashlib.blake2b(source.encode(), digest_size=16).hexdigest()
