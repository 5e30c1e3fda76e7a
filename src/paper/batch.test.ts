import { expect, it } from 'vitest';
import { isRecreating } from './batch';
import { column, index, op } from './operations.fixture';

const batch = { via: 'batch' } as const;

it.each([
  ['changing a column', { ...op.alterColumn('people', 'phone', { nullable: false }), ...batch }, true],
  ['changing a column outside of batch mode', op.alterColumn('people', 'phone', { nullable: false }), false],
  ['dropping a column', op.dropColumn('people', 'phone', batch), true],
  ['adding an index', op.createIndex('people', index('ix', ['phone']), batch), false],
  ['adding a column', op.addColumn('people', column('note', 'text', { default: "'none'" }), batch), false],
  [
    'adding one whose default is computed',
    op.addColumn('people', column('at', 'timestamp', { default: 'CURRENT_TIMESTAMP' }), batch),
    true,
  ],
])('%s: the table is built anew: %s', (_what, operation, expected) => {
  expect(isRecreating(operation)).toBe(expected);
});
