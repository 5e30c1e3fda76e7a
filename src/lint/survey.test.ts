import { describe, expect, it } from 'vitest';
import { filesFromExample } from '../../rules/example';
import type { Finding } from './finding';
import { lint } from './lint';
import { falseAlarms } from './survey.alarms';
import { missedByOthers } from './survey.missed';
import { alsoMissedByOthers } from './survey.missed.rest';
import type { FalseAlarm, Missed } from './survey.cases';

/**
 * Every mistake of the peers that our survey lists, by its number. Those about Django's own operations have no example:
 * there is no reader for them.
 */
const aboutDjango = { falseAlarms: [22, 23, 24], missed: [37, 38] };

/** Said elsewhere: a Python default is what a rule flags (16), and suppressions have tests of their own (26). */
const saidElsewhere = { 16: 'rules/add-required-column/README.md', 26: 'src/lint/lint.test.ts' };

const missed = [...missedByOthers, ...alsoMissedByOthers];

describe('the survey', () => {
  it('has each of its 31 false alarms', () => {
    const elsewhere = Object.keys(saidElsewhere).map(Number);
    const numbers = [...falseAlarms.map(({ number }) => number), ...aboutDjango.falseAlarms, ...elsewhere];
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
  });

  it('has each of its 50 misses', () => {
    const numbers = [...missed.map(({ number }) => number), ...aboutDjango.missed];
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });
});

describe('false alarms of others: stays silent about', () => {
  it.each(falseAlarms.map((each) => ({ ...each, name: `FP${each.number}: ${each.says}` })))('$name', async (alarm) => {
    const loud = (await findingsIn(alarm)).filter(({ severity }) => severity !== 'info');
    expect(loud.filter(({ rule }) => !alarm.allowed.includes(rule)).map(shown)).toEqual([]);
  });
});

describe('what others miss: finds', () => {
  it.each(missed.map((each) => ({ ...each, name: `FN${each.number}: ${each.says}` })))('$name', async (each) => {
    const found = await findingsIn(each);
    for (const { oneOf, times, severity } of each.wanted) {
      const hits = found.filter((one) => oneOf.includes(one.rule) && (severity ?? one.severity) === one.severity);
      expect(hits.length, `${oneOf.join(' or ')} among ${found.map(shown).join('; ')}`).toBeGreaterThanOrEqual(times);
    }
  });
});

function shown({ rule }: Finding): string {
  return rule;
}

async function findingsIn({ example, dialect = 'postgresql' }: FalseAlarm | Missed): Promise<readonly Finding[]> {
  const files = await lint(filesFromExample(example), { dialect });
  return files.flatMap(({ findings }) => findings);
}
