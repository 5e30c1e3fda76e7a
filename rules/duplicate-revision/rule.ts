import { headerLine } from '../../src/lint/place';
import { rule } from '../../src/lint/rule';

export default rule({
  name: 'duplicate-revision',
  code: 'RT803',
  severity: 'error',
  aliases: [],
  check: ({ revision: { migration }, graph, file }) =>
    graph.duplicates
      .filter((duplicate) => duplicate.migration === migration)
      .map(({ first }) => ({
        span: headerLine(file, 'revision'),
        subject: null,
        message:
          `Revision ${migration.revision} is also in ${first.path}: Alembic warns, keeps one of the two and never runs the other. ` +
          'Give one of them another id.',
      })),
});
