"""desks and a Hub: the link, blocks of numbers, the Hub's desks; the outbox says what its commands did; website accounts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _school() -> sa.Column[str]:
    return sa.Column("school_id", sa.String(length=32), nullable=False)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("journal") as journal:
        journal.alter_column("seq", type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
        journal.add_column(sa.Column("origin", sa.String(length=32), nullable=False, server_default=""))
        journal.add_column(sa.Column("mark", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("journal_touch", table_kwargs={"sqlite_with_rowid": False}) as touch:
        touch.alter_column("seq", type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("seq", type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
        outbox.add_column(sa.Column("n", sa.Integer(), nullable=True))
        outbox.add_column(sa.Column("effect", sa.LargeBinary(), nullable=True))
        outbox.add_column(sa.Column("state", sa.String(length=32), nullable=False, server_default="waiting"))
        outbox.add_column(sa.Column("told", sa.String(length=500), nullable=True))
        outbox.add_column(sa.Column("seen", sa.LargeBinary(), nullable=True))
    op.create_table(
        "refusal",
        _school(),
        _text("id", 32),
        _text("command_name", 64),
        _text("subject", 200),
        _text("actor_id", 32),
        _text("actor_name", 50),
        _text("made_at", 32),
        _text("refused_at", 32),
        _text("origin", 32),
        _text("code", 64),
        _text("message", 500),
        sa.Column("command", sa.LargeBinary(), nullable=False),
        sa.Column("standing", sa.JSON(), nullable=False),
        _text("state", 32),
        _text("handed_to", 32),
        _text("note", 200),
        _text("settled_by", 50, nullable=True),
        _text("settled_at", 32, nullable=True),
        sa.PrimaryKeyConstraint("school_id", "id", name="pk_refusal"),
    )
    op.create_index("ix_refusal_state", "refusal", ["school_id", "state"])
    op.create_table(
        "hub_link",
        _school(),
        _text("hub_id", 32),
        _text("desk_id", 32),
        _number("desk_no"),
        _text("address", 200),
        _text("pin", 64),
        _number("last_n"),
        _text("synced_at", 32, nullable=True),
        sa.PrimaryKeyConstraint("school_id", name="pk_hub_link"),
    )
    op.create_table(
        "number_block",
        _school(),
        _text("series", 64),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        _number("last"),
        _number("next"),
        _text("desk_id", 32),
        sa.PrimaryKeyConstraint("school_id", "series", "first", name="pk_number_block"),
    )
    op.create_table(
        "shared_file",
        _school(),
        _text("sha256", 64),
        sa.PrimaryKeyConstraint("school_id", "sha256", name="pk_shared_file"),
    )
    op.create_table(
        "hub",
        _school(),
        _text("hub_id", 32),
        _text("made_at", 32),
        sa.PrimaryKeyConstraint("school_id", name="pk_hub"),
    )
    op.create_table(
        "desk",
        _school(),
        _text("id", 32),
        _number("no"),
        _text("name", 50),
        _text("token_digest", 64),
        _text("state", 32),
        _number("last_n"),
        _text("joined_at", 32),
        _text("seen_at", 32, nullable=True),
        sa.PrimaryKeyConstraint("school_id", "id", name="pk_desk"),
        sa.UniqueConstraint("school_id", "no", name="uq_desk_school_id_no"),
    )
    op.create_table(
        "invitation",
        _school(),
        _text("code_digest", 64),
        _text("expires_at", 32),
        _text("used_by", 32, nullable=True),
        sa.PrimaryKeyConstraint("school_id", "code_digest", name="pk_invitation"),
    )
    op.create_table(
        "held",
        _school(),
        _text("desk_id", 32),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        _text("command_id", 32),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "desk_id", "n", name="pk_held"),
        sa.UniqueConstraint("school_id", "command_id", name="uq_held_school_id_command_id"),
    )
    op.create_index("ix_held_desk_id", "held", ["school_id", "desk_id"])
    op.create_table(
        "account",
        _school(),
        _text("id", 32),
        _text("kind", 32),
        _text("login", 40),
        _text("password_hash", 200),
        _text("enterprise_id", 32, nullable=True),
        _text("authority_code", 6, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "id", name="pk_account"),
        sa.UniqueConstraint("school_id", "kind", "login", name="uq_account_school_id_kind_login"),
        sa.ForeignKeyConstraint(
            ["school_id", "enterprise_id"],
            ["enterprise.school_id", "enterprise.id"],
            name="fk_account_school_id_enterprise_id",
        ),
    )
    op.create_index("ix_account_enterprise_id", "account", ["school_id", "enterprise_id"])
    op.create_table(
        "web_session",
        _school(),
        _text("token_digest", 64),
        _text("account_id", 32),
        _text("made_at", 32),
        _text("seen_at", 32),
        _text("expires_at", 32),
        sa.PrimaryKeyConstraint("school_id", "token_digest", name="pk_web_session"),
    )
    op.create_index("ix_web_session_account_id", "web_session", ["school_id", "account_id"])
    op.create_table(
        "sms_code",
        _school(),
        _text("purpose", 32),
        _text("mobile_key", 32),
        _text("code_digest", 32),
        _number("tries"),
        _text("expires_at", 32),
        sa.PrimaryKeyConstraint("school_id", "purpose", "mobile_key", name="pk_sms_code"),
    )
    op.create_table(
        "web_attempt",
        _school(),
        _text("kind", 32),
        _text("who_key", 32),
        _number("count"),
        _text("since", 32),
        _text("locked_until", 32, nullable=True),
        sa.PrimaryKeyConstraint("school_id", "kind", "who_key", name="pk_web_attempt"),
    )
