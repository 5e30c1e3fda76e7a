import type { Column } from '../../../schema/model';
import { stripParentheses } from '../../../schema/reader';
import { parseType } from '../../../schema/type';
import type { ColumnRow } from './catalog';
import type { Lookup } from './lookup';

export function readColumn(row: ColumnRow, lookup: Lookup): Column {
  const expression = lookup.expression(row.relation, row.number);
  return {
    name: row.name,
    type: readType(row, lookup),
    nullable: !row.notNull,
    default: row.generated === '' ? expression : null,
    generated: readGenerated(row, expression),
    identity: readIdentity(row.identity),
    collation: row.collation,
    comment: lookup.comment(row.relation, row.number),
  };
}

function readType({ type, modifier }: ColumnRow, lookup: Lookup): Column['type'] {
  const parsed = parseType(lookup.spelling(type, modifier), 'postgresql');
  const labels = lookup.labels(type);
  return labels === undefined ? parsed : { ...parsed, labels };
}

function readGenerated({ generated }: ColumnRow, expression: string | null): Column['generated'] {
  if (generated === '') return null;
  return { expression: stripParentheses(expression ?? ''), stored: generated === 's' };
}

function readIdentity(identity: ColumnRow['identity']): Column['identity'] {
  switch (identity) {
    case '':
      return null;
    case 'a':
      return 'always';
    case 'd':
      return 'by default';
  }
}
