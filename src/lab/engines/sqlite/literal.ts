import type { SqliteValue } from '../engine';

/**
 * A value as the SQL literal that gives exactly it: what `quote()` would say, except that text with NUL characters is
 * not cut short. Integer and float stay apart: `1`, `1.0` and `'1'` are three values.
 */
export function sqliteLiteral(value: SqliteValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return floatLiteral(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return `X'${hex(value)}'`;
}

/** SQLite has no literal for the infinities; a number that overflows is one. It stores NaN as NULL. */
function floatLiteral(value: number): string {
  if (Number.isNaN(value)) return 'NULL';
  if (!Number.isFinite(value)) return value > 0 ? '9.0e+999' : '-9.0e+999';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  const [digits = text, exponent] = text.split('e');
  const mantissa = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined ? mantissa : `${mantissa}e${exponent}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
