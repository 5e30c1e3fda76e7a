import { groupBy } from '../../src/schema/groups';
import { once } from '../../src/lint/once';
import { headerLine } from '../../src/lint/place';
import { rule } from '../../src/lint/rule';
import type { History } from '../../src/migration/history';
import { lineageOf } from '../../src/migration/lineage';
import type { Migration } from '../../src/migration/migration';

export default rule({
  name: 'multiple-bases',
  code: 'RT805',
  severity: 'warning',
  aliases: [],
  check: ({ revision: { migration }, graph, file }) => {
    const [first, ...others] = bases(graph);
    if (first === undefined || !others.includes(migration)) return [];
    return [
      {
        span: headerLine(file, 'down_revision'),
        subject: null,
        message:
          `A second history begins here: ${first.revision} has no down_revision either, and neither has a branch label. ` +
          `\`alembic upgrade head\` refuses to choose. Name the revision that this one follows, or give it branch_labels.`,
      },
    ];
  },
});

/** Revisions with which an unlabelled history begins; one that a merge leads together with another was meant so. */
const bases = once((graph: History): readonly Migration[] => {
  const { familyOf } = lineageOf(graph);
  const roots = graph.ordered.filter(
    ({ format, parents, labels, dependsOn }) =>
      format === 'alembic' && parents.length === 0 && labels.length === 0 && dependsOn.length === 0,
  );
  return [...groupBy(roots, familyOf).values()].flatMap(([root]) => root ?? []);
});
