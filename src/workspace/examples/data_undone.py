"""articles are visible, instead of not hidden

Revision ID: 60b4c1752d3a
Revises: 5fa3b0631c29
"""

import sqlalchemy as sa
from alembic import op

revision = "60b4c1752d3a"
down_revision = "5fa3b0631c29"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("articles", sa.Column("is_visible", sa.Boolean(), nullable=True))
    op.execute("UPDATE articles SET is_visible = NOT is_hidden")
    op.drop_column("articles", "is_hidden")


def downgrade():
    op.add_column("articles", sa.Column("is_hidden", sa.Boolean(), nullable=True))
    # The inverse of the upgrade's UPDATE, exact for true, false and NULL.
    op.execute("UPDATE articles SET is_hidden = NOT is_visible")
    op.drop_column("articles", "is_visible")
