import { countedValues, type Values } from './values';

const leapDay = '2024-02-29';
/** 2024-01-01 00:00:00 UTC, in milliseconds. */
const start = 1_704_067_200_000;
const day = 86_400_000;

export function dateValues(): Values {
  return countedValues([leapDay, '1970-01-01', '1999-12-31', '2038-01-20', '0001-01-01', '9999-12-31'], (n) =>
    isoAt(n * day).slice(0, 10),
  );
}

/** Without a zone. Microseconds, the moment that summer time skips, the ends of Unix time and of four-digit years. */
export function timestampValues(): Values {
  return countedValues(moments, momentAt);
}

/** With a zone: as UTC, and from places ahead of and behind it. */
export function timestampWithZoneValues(): Values {
  const offsets = ['+00', '+05:30', '-08', '+00'];
  return countedValues(
    moments.map(
      (moment, index) => `${moment}${moment.startsWith('9999') ? '+00' : (offsets[index % offsets.length] ?? '+00')}`,
    ),
    (n) => `${momentAt(n)}+00`,
  );
}

const moments = [
  `${leapDay} 12:34:56.789012`,
  '1999-12-31 23:59:59.999999',
  '2024-03-31 02:30:00',
  '1970-01-01 00:00:00',
  '2038-01-19 03:14:08',
  '9999-12-31 23:59:59',
];

function momentAt(n: number): string {
  return `${isoAt(n * 3_723_000)
    .slice(0, 19)
    .replace('T', ' ')}.${`${(n * 7919) % 1_000_000}`.padStart(6, '0')}`;
}

export function timeValues(zones: readonly string[] = ['']): Values {
  const zone = (n: number) => zones[n % zones.length] ?? '';
  return countedValues(
    ['12:34:56.789012', '00:00:00', '23:59:59.999999', '02:30:00'].map((time, index) => `${time}${zone(index)}`),
    (n) => `${isoAt(n * 61_000).slice(11, 19)}${zone(n)}`,
  );
}

export function intervalValues(): Values {
  return countedValues(
    ['1 day 02:03:04.567891', '00:00:00', '1 year 2 mons', '-3 days', '100:00:00'],
    (n) => `${n + 1} hours`,
  );
}

function isoAt(offset: number): string {
  return new Date(start + offset).toISOString();
}
