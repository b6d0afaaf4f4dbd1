"""The words of the stored messages as they are searched. The first search makes SQLite's index of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searched",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("message_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("lexemes", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name="fk_searched_candidates", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id", "message_key"],
            ["contents.candidate_id", "contents.message_key"],
            name="fk_searched_contents",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", "message_key", name="pk_searched"),
        sa.UniqueConstraint("number", name="uq_searched_number"),
    )
    op.create_index(
        "ix_searched_lexemes",
        "searched",
        ["lexemes"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
        sqlite_where=sa.text("lexemes IS NOT NULL"),
    )
