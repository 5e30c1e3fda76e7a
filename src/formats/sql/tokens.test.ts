import { describe, expect, it } from 'vitest';
import { splitStatements } from './split';
import { tokenize, unquote } from './tokens';

const texts = (sql: string) => tokenize(sql).map(({ text }) => text);
const statements = (sql: string) => splitStatements(sql).map(({ start, end }) => sql.slice(start, end));

describe('tokenize', () => {
  it('drops white space and comments, also nested ones', () => {
    expect(texts('select /* a /* b */ c */ 1 -- end\n, 2')).toEqual(['SELECT', '1', ',', '2']);
  });

  it('keeps quoted text whole, whatever is in it', () => {
    expect(texts(`'a;''b' "x""y" \`z\` $$it's; fine$$ $f$ $$ $f$ E'a\\'b'`)).toHaveLength(6);
  });

  it('tells casts from parameters', () => {
    const kinds = tokenize('a::text = :name and b = $1 and c = ? and d = %(e)s').filter(
      ({ kind }) => kind === 'parameter',
    );
    expect(kinds.map(({ text }) => text)).toEqual([':name', '$1', '?', '%(e)s']);
  });

  it('runs an unclosed quote to the end instead of failing', () => {
    expect(texts("select 'abc")).toEqual(['SELECT', "'abc"]);
  });

  it('unquotes identifiers and strings', () => {
    expect(tokenize(`"a""b" \`c\` 'd''e' $x$f$x$`).map(unquote)).toEqual(['a"b', 'c', "d'e", 'f']);
  });
});

describe('splitStatements', () => {
  it('splits at semicolons outside quotes, comments and parentheses', () => {
    expect(statements("select ';'; -- ;\nselect (1;2); select $$;$$;;")).toEqual([
      "select ';'",
      'select (1;2)',
      'select $$;$$',
    ]);
  });

  it('keeps the body of a SQLite trigger together', () => {
    const trigger = 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END';
    expect(statements(`${trigger}; SELECT 2`)).toEqual([trigger, 'SELECT 2']);
  });

  it('keeps an SQL-standard function body together', () => {
    const text = 'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END';
    expect(statements(`${text};SELECT 3`)).toEqual([text, 'SELECT 3']);
  });

  it('does not take the BEGIN of a transaction for a block', () => {
    expect(statements('BEGIN; SELECT 1; END')).toEqual(['BEGIN', 'SELECT 1', 'END']);
  });
});
