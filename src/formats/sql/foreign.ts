import type { ObjectName } from '../../schema/model';
import type { Statement } from './statement';
import type { Found } from './statements/found';
import { unquote, type Token } from './tokens';

/** Reads what Postgres' grammar has no words for, by its tokens; says why where that is not possible either. */
export function readForeign(statement: Statement, message: string): readonly Found[] {
  for (const read of readers) {
    const found = read(statement);
    if (found) return [found];
  }
  return [unreadable(statement, message)];
}

const readers: readonly ((statement: Statement) => Found | null)[] = [pragma, sqliteTrigger, dropTrigger, maintenance];

/** `PRAGMA name`, `PRAGMA name = value`, `PRAGMA name(value)`. */
function pragma({ tokens, text }: Statement): Found | null {
  const name = tokens[1];
  if (tokens[0]?.text !== 'PRAGMA' || !name) return null;
  const value = tokens.slice(2).filter(({ text: written }) => !['=', '(', ')'].includes(written));
  const first = value[0];
  const last = value.at(-1);
  return {
    kind: 'setting',
    name: text.slice(name.start, name.end).toLowerCase(),
    value: first && last ? text.slice(first.start, last.end) : null,
  };
}

/** `CREATE TRIGGER name ... ON table ... BEGIN ... END`. */
function sqliteTrigger(statement: Statement): Found | null {
  const words = statement.tokens.map(({ text }) => text);
  const at = words.indexOf('TRIGGER');
  const on = words.indexOf('ON');
  if (words[0] !== 'CREATE' || at < 0 || at > 2 || on < at || !words.includes('BEGIN')) return null;
  const nameAt = words[at + 1] === 'IF' ? at + 4 : at + 1;
  return {
    kind: 'createDefined',
    object: 'trigger',
    name: nameAtToken(statement, nameAt),
    table: nameAtToken(statement, on + 1),
    definition: statement.sql,
    orReplace: false,
    reads: [],
  };
}

/** SQLite's triggers are named without their table. */
function dropTrigger(statement: Statement): Found | null {
  const words = statement.tokens.map(({ text }) => text);
  if (words[0] !== 'DROP' || words[1] !== 'TRIGGER' || words.includes('ON')) return null;
  const ifExists = words[2] === 'IF';
  const name = nameAtToken(statement, ifExists ? 4 : 2);
  return { kind: 'dropDefined', object: 'trigger', name, table: null, ifExists, cascade: false };
}

/** `CREATE VIRTUAL TABLE`, `ATTACH`, `DETACH`: known, but without a model. */
function maintenance({ tokens }: Statement): Found | null {
  const word = tokens[0]?.text ?? '';
  const isVirtual = word === 'CREATE' && tokens[1]?.text === 'VIRTUAL';
  if (!isVirtual && word !== 'ATTACH' && word !== 'DETACH') return null;
  return { kind: 'other', statement: isVirtual ? 'CREATE VIRTUAL TABLE' : word, reads: [] };
}

function nameAtToken(statement: Statement, index: number): ObjectName {
  const first = statement.tokens[index];
  const isQualified = statement.tokens[index + 1]?.text === '.';
  const name = isQualified ? statement.tokens[index + 2] : first;
  return { schema: isQualified ? identifier(first, statement) : null, name: identifier(name, statement) };
}

function identifier(token: Token | undefined, statement: Statement): string {
  if (!token) return '';
  if (token.kind === 'quoted') return unquote(token);
  const written = statement.text.slice(token.start, token.end);
  return statement.dialect === 'postgresql' ? written.toLowerCase() : written;
}

/** Words that only another engine's dialect has. */
const foreignWords: readonly (readonly [engine: string, pattern: RegExp])[] = [
  [
    'MySQL',
    /^(MODIFY|CHANGE|ENGINE|AUTO_INCREMENT|UNSIGNED|CHARSET|KILL|DELIMITER|MEDIUMTEXT|LONGTEXT|TINYINT|REPLACE)$/,
  ],
  ['SQL Server', /^(EXEC|SP_RENAME|NVARCHAR|GO|IDENTITY_INSERT|OBJECT_ID|DBO)$/],
  ['Oracle', /^(VARCHAR2|NUMBER|DUAL|SYSDATE|ROWNUM)$/],
];

function unreadable({ tokens, dialect }: Statement, message: string): Found {
  const engine = foreignWords.find(([, pattern]) =>
    tokens.some(({ kind, text }) => kind === 'word' && pattern.test(text)),
  );
  const isForeignDialect = dialect !== 'postgresql' && dialect !== 'sqlite';
  if (!engine && !isForeignDialect) {
    return { kind: 'unknown', reason: 'syntax', message: `This SQL could not be parsed: ${message}.` };
  }
  const whose = engine?.[0] ?? dialect;
  return {
    kind: 'unknown',
    reason: 'dialect',
    message: `This statement is in a dialect that is not read yet (${whose}); nothing is known about what it does.`,
  };
}
