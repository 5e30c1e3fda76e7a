import type { Column } from '../../../schema/model';
import { stripParentheses } from '../../../schema/reader';
import { parseType } from '../../../schema/type';
import type { ColumnRow } from './catalog';

/** @param enums Labels by the type's oid. */
export function readColumn(row: ColumnRow, enums: ReadonlyMap<number, readonly string[]>): Column {
  const labels = enums.get(row.typeOid);
  const type = parseType(row.type, 'postgresql');
  const isGenerated = row.generated !== '';
  return {
    name: row.name,
    type: labels === undefined ? type : { ...type, labels },
    nullable: !row.notNull,
    default: isGenerated ? null : row.expression,
    generated: isGenerated
      ? { expression: stripParentheses(row.expression ?? ''), stored: row.generated === 's' }
      : null,
    identity: row.identity === '' ? null : row.identity === 'a' ? 'always' : 'by default',
    collation: row.collation,
    comment: row.comment,
  };
}
