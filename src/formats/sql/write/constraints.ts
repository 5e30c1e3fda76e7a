import type { Constraint } from '../../../migration/operation';
import { renderCheck, renderExclusion, renderForeignKey, renderKey } from '../../../schema/ddl.clauses';
import { quoteName } from '../../../schema/ddl.names';

/** A constraint as it stands in CREATE TABLE and after ADD. */
export function writeConstraint(constraint: Constraint, usingIndex: string | null): string {
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique': {
      const kind = constraint.type === 'unique' ? 'UNIQUE' : 'PRIMARY KEY';
      if (usingIndex === null) return renderKey(kind, constraint);
      const name = constraint.name === null ? '' : `CONSTRAINT ${quoteName(constraint.name)} `;
      return `${name}${kind} USING INDEX ${quoteName(usingIndex)}`;
    }
    case 'foreignKey':
      return renderForeignKey(constraint);
    case 'check':
      return renderCheck(constraint);
    case 'exclusion':
      return renderExclusion(constraint);
  }
}
