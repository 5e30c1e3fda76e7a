import { rule, stepsOf } from '../../src/lint/rule';

export default rule({
  name: 'enum-value-order',
  code: 'RT762',
  severity: 'info',
  aliases: [],
  dialects: ['postgresql'],
  isOptional: true,
  check: ({ revision }) =>
    stepsOf(revision.upgrade, 'addEnumValue')
      .filter(({ operation }) => !/\b(before|after)\s+'/i.test(operation.sql ?? ''))
      .map(({ operation: { name, label, span } }) => ({
        span,
        subject: { kind: 'enum', schema: name.schema, table: null, name: name.name },
        message: `'${label}' goes to the end of ${name.name}, and ORDER BY follows that order, which cannot be changed later. Say where: BEFORE or AFTER another label.`,
      })),
});
