import { columnOrderChanged } from '../../src/schema/diff';
import { formatName } from '../../src/schema/model';
import { downgradeKind } from '../../src/paper/downgrade';
import { headerOf, rule, tableSubject } from '../../src/lint/rule';

export default rule({
  name: 'column-order-changed',
  code: 'RT504',
  severity: 'info',
  aliases: [],
  isOptional: true,
  check: ({ revision, file }) => {
    const { migration, before, back } = revision;
    if (downgradeKind(revision) !== 'real' || before === back) return [];
    const span = headerOf(file, (migration.downgrade ?? migration.upgrade).span);
    return columnOrderChanged(before, back).map((table) => ({
      span,
      subject: tableSubject(table),
      message:
        `After the downgrade the columns of ${formatName(table)} stand in another order: a column that is added back is the last. ` +
        'COPY and INSERT without column names, and SELECT * that is read by position, get the wrong values.',
    }));
  },
});
