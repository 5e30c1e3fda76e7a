import { rule } from '../../src/lint/rule';

export default rule({
  name: 'broken-call',
  code: 'RT750',
  severity: 'error',
  aliases: [],
  check: ({ revision }) => revision.migration.misuses.map(({ message, span }) => ({ span, subject: null, message })),
});
