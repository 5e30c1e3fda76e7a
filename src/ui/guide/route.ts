import type { Severity } from '../../lint/finding';
import { dialects } from '../../workspace/checks';
import { severities } from '../findings/severity';
import { noFilter, type RuleFilter } from './search';

/** A place among the rules: `#/rules`, `#/rules/drop-column`, `#/rules?q=lock&severity=error`. */
export interface RulesRoute {
  /** `null` for the list as a whole. */
  readonly rule: string | null;
  readonly filter: RuleFilter;
}

/** `null` for a fragment that leads somewhere else. Never throws, whatever the text. */
export function parseRoute(hash: string): RulesRoute | null {
  const found = /^#\/rules(?:\/([\w-]*))?(?:\?(.*))?$/.exec(hash);
  if (found === null) return null;
  const [, rule = '', query = ''] = found;
  return { rule: rule === '' ? null : rule, filter: parseFilter(new URLSearchParams(query)) };
}

export function formatRoute({ rule, filter }: RulesRoute): string {
  const query = new URLSearchParams();
  if (filter.text !== '') query.set('q', filter.text);
  if (filter.severity !== null) query.set('severity', filter.severity);
  if (filter.theme !== null) query.set('theme', filter.theme);
  if (filter.dialect !== null) query.set('dialect', filter.dialect);
  if (filter.use !== null) query.set('use', filter.use);
  const path = rule === null ? '#/rules' : `#/rules/${rule}`;
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Where a finding's rule is explained. Suppressions have no folder; the list as a whole tells about them. */
export function addressOf(rule: string): string {
  return rule === 'unused-suppression' ? '#/rules' : `#/rules/${rule}`;
}

function parseFilter(query: URLSearchParams): RuleFilter {
  const theme = query.get('theme');
  return {
    text: (query.get('q') ?? noFilter.text).slice(0, 200),
    severity: oneOf<Severity>(severities, query.get('severity')),
    theme: theme !== null && /^[\w-]+$/.test(theme) ? theme : null,
    dialect: oneOf(dialects, query.get('dialect')),
    use: oneOf(['always', 'optional'] as const, query.get('use')),
  };
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}
