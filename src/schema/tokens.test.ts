import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from './tokens';

const texts = (sql: string) => tokenize(sql).map(({ kind, text }) => `${kind} ${text}`);

describe('tokenize', () => {
  it('is not fooled by quotes and comments', () => {
    expect(texts(`a -- b 'c'\n/* d " */ 'it''s (' "e""f"`)).toEqual(['word a', "string 'it''s ('", 'name "e""f"']);
  });

  it('knows SQLite’s ways to quote a name, and tells brackets of arrays from them', () => {
    expect(texts('`a``b` [c d] x[1] y[]')).toEqual([
      'name `a``b`',
      'name [c d]',
      'word x',
      'symbol [',
      'number 1',
      'symbol ]',
      'word y',
      'symbol [',
      'symbol ]',
    ]);
  });

  it('knows Postgres’ strings', () => {
    expect(texts(`$f$ it's $$ $f$ E'a\\'b' x'AB' $1`)).toEqual([
      "string $f$ it's $$ $f$",
      `string E'a\\'b'`,
      "blob x'AB'",
      'parameter $1',
    ]);
  });

  it('gives the value that a quoted name stands for', () => {
    expect(tokenize('"a""b" `c``d` [e f]').map(({ value }) => value)).toEqual(['a"b', 'c`d', 'e f']);
  });

  it('keeps casts and arrows whole', () => {
    expect(texts(`a::text ->> 'b'`)).toEqual(['word a', 'symbol ::', 'word text', 'symbol ->>', "string 'b'"]);
  });

  it('reads any text to its end, and covers all of it but space and comments', () => {
    fc.assert(
      fc.property(fc.string(), (sql) => {
        let at = 0;
        for (const token of tokenize(sql)) {
          expect(sql.slice(token.start, token.end)).toBe(token.text);
          expect(token.start).toBeGreaterThanOrEqual(at);
          at = token.end;
        }
      }),
    );
  });
});
