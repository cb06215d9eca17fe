"""the list of sign-ins; a school has no number of its desk any more (a joined desk's stands in hub_link), hub_link says by which contract"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_event",
        sa.Column("school_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "id", name="pk_sign_in_event"),
    )
    op.create_index("ix_sign_in_event_at", "sign_in_event", ["school_id", "at"])
    with op.batch_alter_table("school") as school:
        school.drop_column("desk_no")
    with op.batch_alter_table("hub_link") as link:
        link.add_column(sa.Column("contract", sa.Integer()))
