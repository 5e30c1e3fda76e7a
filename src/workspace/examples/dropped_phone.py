"""drop the phone number nobody asks for any more

Revision ID: 7c1d0a94e2b3
Revises: 5f2e8b61c9aa
"""

import sqlalchemy as sa
from alembic import op

revision = "7c1d0a94e2b3"
down_revision = "5f2e8b61c9aa"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("users", "phone")


def downgrade():
    # The column comes back. What people had typed into it does not.
    op.add_column("users", sa.Column("phone", sa.String(length=32), nullable=True))
