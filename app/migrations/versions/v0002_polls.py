"""Polls, and the votes that they are given."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID, LONG_ID = sa.String(32), sa.String(80)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "polls",
        sa.Column("id", LONG_ID, primary_key=True),
        sa.Column("room", ID, nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("ticket", sa.Boolean, nullable=False),
        sa.Column("asked_at", sa.Double, nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
    )
    op.create_table(
        "votes",
        sa.Column("id", LONG_ID, primary_key=True),
        sa.Column("room", ID, nullable=False, index=True),
        sa.Column("poll", sa.Integer, nullable=False),
        sa.Column("question", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("given", sa.String(200), nullable=False),
        sa.Column("given_at", sa.Double, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("votes", "polls"):
        op.drop_table(table)
