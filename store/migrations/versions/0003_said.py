"""The words that a person gives with a decision, and what the rules were that readings came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("words", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "rule_sets",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name="fk_rule_sets_candidates", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("candidate_id", "name", name="pk_rule_sets"),
    )
