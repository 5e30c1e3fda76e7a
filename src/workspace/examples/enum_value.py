"""tickets can be on hold

Revision ID: 2c708d31e9f6
Revises: 1b5f6c2fd8e5
"""

from alembic import op

revision = "2c708d31e9f6"
down_revision = "1b5f6c2fd8e5"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TYPE ticket_status ADD VALUE IF NOT EXISTS 'on_hold'")


def downgrade():
    # Postgres cannot take a label out of an enum, so there is nothing to write here.
    pass
