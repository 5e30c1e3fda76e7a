"""comments move into a table of their own

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "order_comments",
        sa.Column("order_id", sa.Integer(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.execute(
        "INSERT INTO order_comments (order_id, body) SELECT id, comment FROM orders WHERE comment IS NOT NULL"
    )
    op.drop_column("orders", "comment")


def downgrade():
    op.add_column("orders", sa.Column("comment", sa.Text(), nullable=True))
    op.execute("UPDATE orders SET comment = (SELECT body FROM order_comments WHERE order_id = orders.id)")
    op.drop_table("order_comments")
