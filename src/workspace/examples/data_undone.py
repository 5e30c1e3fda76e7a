"""prices in cents instead of euros

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
    op.add_column("articles", sa.Column("price_cents", sa.Integer(), nullable=True))
    op.execute("UPDATE articles SET price_cents = price_euros * 100")
    op.drop_column("articles", "price_euros")


def downgrade():
    op.add_column("articles", sa.Column("price_euros", sa.Integer(), nullable=True))
    # The inverse of the upgrade's UPDATE, exact because the prices were whole euros.
    op.execute("UPDATE articles SET price_euros = price_cents / 100")
    op.drop_column("articles", "price_cents")
