import type { Theme } from '../lint/rule';
import type { ThemeEntry } from './lint.protocol';

/** The themes that have rules, without the rules' code. */
export function catalogueOf(themes: readonly Theme[]): readonly ThemeEntry[] {
  return themes
    .filter(({ rules }) => rules.length > 0)
    .map(({ name: theme, title, rules }) => ({
      name: theme,
      title,
      rules: rules.map(({ name, code, severity, aliases, dialects, isOptional }) => ({
        name,
        code,
        severity,
        theme,
        aliases,
        dialects: dialects ?? null,
        isOptional: isOptional === true,
      })),
    }));
}
