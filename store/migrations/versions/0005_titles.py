"""What people at the company are called, as their mail told it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("readings", sa.Column("titles", sa.Text(), server_default="[]", nullable=False))
