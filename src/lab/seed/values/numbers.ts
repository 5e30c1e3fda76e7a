import { countedValues, type Values } from './values';

/** Whole numbers of 16, 32 or 64 bits, with both limits. */
export function integerValues(bits: 8 | 16 | 32 | 64): Values {
  const limit = 2n ** BigInt(bits - 1);
  const boundary = ['42', '0', '-1', `${limit - 1n}`, `${-limit}`, '1', '100'];
  return {
    boundary,
    ordinary: (n) => `${((n * 7919) % Number(limit < 10_000n ? limit : 10_000n)) + 1}`,
    distinct: (n) => (BigInt(gapped(n)) < limit ? `${gapped(n)}` : null),
  };
}

/** 1, 2, 4, 5, 7, ...: with the gaps that deleted rows leave, so that keys handed out anew are not the same by chance. */
function gapped(n: number): number {
  return n + 1 + Math.floor(n / 2);
}

/** Exact decimals with as many digits as the type takes. */
export function decimalValues(precision: number | undefined, scale: number): Values {
  if (precision === undefined) {
    const boundary = ['19.99', '0', '-0.01', '12345678901234567890.0123456789', '-99999999999999999999', '0.00000001'];
    return countedValues(boundary, (n) => `${n + 1}.5`);
  }
  // Digits with the point moved by the scale: `1999` is 19.99 with scale 2, and 199900 with scale -2.
  const limit = 10 ** Math.min(precision, 15) - 1;
  const most = shift('9'.repeat(precision), scale);
  const least = shift('1', scale);
  const first = shift(`${Math.min(1999, limit)}`, scale);
  return {
    boundary: [...new Set([first, '0', most, `-${most}`, least, `-${least}`])],
    ordinary: (n) => shift(`${(n * 7919) % limit}`, scale),
    distinct: (n) => (n < limit ? shift(`${n + 1}`, scale) : null),
  };
}

/** `digits` with the point `scale` places from the right. */
function shift(digits: string, scale: number): string {
  if (scale <= 0) return `${digits}${'0'.repeat(-scale)}`;
  const text = digits.padStart(scale + 1, '0');
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** Binary floats: a third that has no exact form, and the largest and smallest there are. */
export function floatValues(bits: 32 | 64): Values {
  const limits =
    bits === 32 ? ['3.4028235e+38', '1.1754944e-38'] : ['1.7976931348623157e+308', '2.2250738585072014e-308'];
  const third = bits === 32 ? '0.33333334' : '0.3333333333333333';
  return countedValues(['1.5', '0', '-2.25', third, ...limits, '1e+20', '-0.1'], (n) => `${n + 1}.25`);
}
