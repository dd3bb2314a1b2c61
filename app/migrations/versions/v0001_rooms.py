"""Rooms, and who has a seat in them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, HASH = sa.String(32), sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rooms",
        sa.Column("id", ID, primary_key=True),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
    )
    op.create_table(
        "teachers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("room", ID, nullable=False, index=True),
        sa.Column("token", HASH, nullable=False),
        sa.Column("owner", sa.Boolean, nullable=False),
        sa.Column("joined_at", sa.Double, nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("id", ID, primary_key=True),
        sa.Column("room", ID, nullable=False, index=True),
        sa.Column("token", HASH, nullable=False),
        sa.Column("pseudonym", sa.String(80), nullable=False),
        sa.Column("joined_at", sa.Double, nullable=False),
        sa.Column("rerolls", sa.Integer, nullable=False),
        sa.Column("hand", sa.Double),
        sa.Column("session", sa.String(64)),
    )
    op.create_table(
        "invitations",
        sa.Column("token", HASH, primary_key=True),
        sa.Column("room", ID, nullable=False, index=True),
        sa.Column("ends_at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("invitations", "members", "teachers", "rooms"):
        op.drop_table(table)
