import { defaultSettings as lintDefaults, type LintOptions, type LintSettings } from '../lint/settings';
import type { Dialect } from '../schema/model';

/** What a person decides about the check on paper. */
export interface CheckSettings extends LintSettings {
  /** Whose SQL the migrations are read as; `null`: that of the databases they are run on. */
  readonly dialect: Dialect | null;
}

export const defaultChecks: CheckSettings = { dialect: null, ...lintDefaults };

/** Every dialect with its name on the page. A new one does not compile without a line here. */
export const dialectLabels = {
  postgresql: 'Postgres',
  sqlite: 'SQLite',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  oracle: 'Oracle',
  mssql: 'SQL Server',
} as const satisfies Record<Dialect, string>;

export const dialects = Object.keys(dialectLabels) as readonly Dialect[];

/** A rule that is off unless chosen, as far as choosing needs to know it. */
export interface OptionalRule {
  readonly name: string;
  readonly code: string;
  readonly theme: string;
}

export function toLintOptions({ dialect, ...settings }: CheckSettings, usual: Dialect): LintOptions {
  return { ...settings, dialect: dialect ?? usual };
}

export function isSameCheck(a: CheckSettings, b: CheckSettings): boolean {
  return (
    a.dialect === b.dialect &&
    a.enable.join() === b.enable.join() &&
    a.transactionPerMigration === b.transactionPerMigration &&
    a.serverVersion === b.serverVersion
  );
}

/** Whether the words (names, codes, themes, `all`) choose a rule. */
export function isChosen(words: readonly string[], { name, code, theme }: OptionalRule): boolean {
  return words.some((word) => word === 'all' || word === name || word === code || word === theme);
}

/**
 * The words after some rules were switched on or off: a theme that is on as a whole by its name, so that a rule which it
 * gets later is on too. Words for rules that are not known here stay: they are another version's.
 */
export function choose(
  words: readonly string[],
  switched: readonly OptionalRule[],
  isOn: boolean,
  all: readonly OptionalRule[],
): readonly string[] {
  const isOnNow = (rule: OptionalRule) => (switched.includes(rule) ? isOn : isChosen(words, rule));
  const themes = [...new Set(all.map(({ theme }) => theme))];
  const known = new Set(['all', ...themes, ...all.flatMap(({ name, code }) => [name, code])]);
  const chosen = themes.flatMap((theme) => {
    const own = all.filter((rule) => rule.theme === theme);
    return own.every(isOnNow) ? [theme] : own.filter(isOnNow).map(({ name }) => name);
  });
  return [...chosen, ...words.filter((word) => !known.has(word))];
}

const mostWords = 500;
const word = /^[\w-]{1,80}$/;

/** Reads what somebody else wrote, field by field; answers why it cannot be read, in words. */
export function parseChecks(value: unknown): CheckSettings | string {
  if (value === undefined) return defaultChecks;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'its check settings are not an object';
  const { dialect, enable, transactionPerMigration, serverVersion } = { ...defaultChecks, ...value } as Readonly<
    Record<keyof CheckSettings, unknown>
  >;
  if (!isDialect(dialect)) return 'its dialect is not known';
  if (!isWords(enable)) return 'its list of optional rules is not a list of names';
  if (typeof transactionPerMigration !== 'boolean') return 'its transaction setting is neither true nor false';
  if (!isVersion(serverVersion)) return 'its server version is not a number';
  return { dialect, enable, transactionPerMigration, serverVersion };
}

/** What differs from the defaults. */
export function changedChecks(checks: CheckSettings): Partial<CheckSettings> {
  return {
    ...(checks.dialect !== null && { dialect: checks.dialect }),
    ...(checks.enable.length > 0 && { enable: checks.enable }),
    ...(checks.transactionPerMigration && { transactionPerMigration: true }),
    ...(checks.serverVersion !== null && { serverVersion: checks.serverVersion }),
  };
}

function isDialect(value: unknown): value is Dialect | null {
  return value === null || dialects.some((dialect) => dialect === value);
}

function isWords(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= mostWords &&
    value.every((each: unknown) => typeof each === 'string' && word.test(each))
  );
}

function isVersion(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value > 0 && value < 1000);
}
