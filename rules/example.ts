/** An example of a rule's README as a whole migration file: the examples leave out what is the same in all. */
export function migrationFromExample(code: string): string {
  return /^revision\b/m.test(code) ? code : `${header}\n${code.trimEnd()}\n`;
}

const header = `"""An example"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "e1a2b3c4d5f6"
down_revision = "d0a1b2c3d4e5"
`;
