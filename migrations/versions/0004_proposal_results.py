"""what became of the proposals that a person decided about: their score, and whether they were right"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Claims of before have no result: nobody knows any more what matching had said."""
    op.create_table(
        "proposal_result",
        sa.Column("school_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=False),
        sa.Column("score_ppm", sa.Integer(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("taken_rank", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "0 <= score_ppm AND score_ppm <= 1000000", name=op.f("ck_proposal_result_score_in_millionths")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name="pk_proposal_result"),
    )
    op.create_index("ix_proposal_result_line_id", "proposal_result", ["school_id", "line_id"])
