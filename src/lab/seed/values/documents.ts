import { chance } from '../random';
import { countedValues, type Values } from './values';

/**
 * JSON objects with nesting, other scripts, a long number, and keys in an order that a rewrite would change. Objects
 * only: what programs keep in a column has a shape, and lists or bare values among objects would break honest code.
 */
export function jsonValues(): Values {
  return countedValues(
    [
      '{"name": "Ada", "tags": ["a", "b"], "address": {"city": "Zürich", "zip": null}}',
      '{"z": 1, "a": {"y": [1, 2.50, {"deep": true}], "b": false}}',
      '{}',
      '{"text": "O\'Neil \\"quoted\\" 🚀", "empty": [], "nothing": null}',
      '{"numbers": [1, "1", 12345678901234567890, 1e3]}',
    ],
    (n) => `{"n": ${n + 1}}`,
  );
}

/**
 * With dashes, as Postgres prints them. Each owner (a table) has its own: that is what they are for, and programs move
 * them from one table to another.
 */
export function uuidValues(owner: string): Values {
  const make = (n: number) => {
    const digits = [0, 1, 2, 3].map((part) => chance(`uuid${owner}`, n, part).toString(16).padStart(8, '0')).join('');
    const [a, b, c, d] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(13, 16), digits.slice(17, 20)];
    return `${a}-${b}-4${c}-8${d}-${digits.slice(20)}`;
  };
  return countedValues([make(0), '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'], make);
}

/** Bytes as hexadecimal digits: none, a zero byte among others, bytes that are no text. */
export function byteValues(): Values {
  return countedValues(['deadbeef00ff', '', '00', 'c328', '5c27'], (n) => `01${n.toString(16).padStart(8, '0')}`);
}
