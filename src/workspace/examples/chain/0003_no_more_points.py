"""the loyalty programme ends

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("customers", "loyalty_points")


def downgrade():
    # Everybody starts again at zero. They will write in.
    op.add_column(
        "customers",
        sa.Column("loyalty_points", sa.Integer(), nullable=True, server_default="0"),
    )
