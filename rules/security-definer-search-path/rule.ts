import { formatName } from '../../src/schema/model';
import { rule, stepsOf } from '../../src/lint/rule';

export default rule({
  name: 'security-definer-search-path',
  code: 'RT712',
  severity: 'warning',
  aliases: [],
  dialects: ['postgresql'],
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'createDefined')
      .filter(
        ({ operation: { routine } }) =>
          routine?.isSecurityDefiner === true && !routine.settings.includes('search_path'),
      )
      .map(({ operation: { name, span } }) => ({
        span,
        subject: { kind: 'function', schema: name.schema, table: null, name: name.name },
        message:
          `${formatName(name)} runs with its owner’s rights, but looks up names by its caller’s search_path: a caller who puts a table or function of his own in front runs code as the owner. ` +
          "Add SET search_path = '' (and qualify names), or SET search_path = pg_catalog, your_schema, pg_temp.",
      })),
});
