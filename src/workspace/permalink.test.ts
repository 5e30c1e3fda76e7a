import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { toBase64Url } from './base64url';
import { crc32 } from './crc32';
import { defaultChecks, dialects } from './checks';
import { examples } from './examples';
import { decodeLink, encodeLink, mostDecodedBytes } from './permalink';
import { tidyPath } from './tabs';
import { defaultSettings, openWorkspace, type Workspace } from './workspace';

const path = fc
  .string({ minLength: 1, maxLength: 30 })
  .map(tidyPath)
  .filter((text) => text !== '');
const file = fc.record({ path, text: fc.string({ unit: 'binary', maxLength: 400 }) });
const settings = fc.record({
  engines: fc.constantFrom(['sqlite'] as const, ['postgres'] as const, ['postgres', 'sqlite'] as const),
  rows: fc.integer({ min: 0, max: 10_000 }),
  seedProfile: fc.constantFrom('representative' as const, 'hostile' as const),
  baseline: fc.option(fc.string()),
  check: fc.record({
    dialect: fc.constantFrom(null, ...dialects),
    enable: fc.array(fc.stringMatching(/^[a-z]{1,12}(-[a-z]{1,12}){0,3}$/), { maxLength: 5 }),
    transactionPerMigration: fc.boolean(),
    serverVersion: fc.constantFrom(null, 12, 14, 8.4),
  }),
});
const workspaces: fc.Arbitrary<Workspace> = fc
  .uniqueArray(file, { minLength: 1, maxLength: 5, selector: (each) => each.path })
  .chain((files) => fc.record({ files: fc.constant(files), settings, at: fc.nat({ max: files.length - 1 }) }))
  .map(({ files, settings, at }) => ({ ...openWorkspace(files, settings), active: files[at]?.path ?? '' }));

describe('a link', () => {
  test('brings back exactly the workspace it was made from', () => {
    fc.assert(
      fc.property(workspaces, (workspace) => {
        expect(decodeLink(encodeLink(workspace))).toEqual({ ok: true, workspace });
      }),
    );
  });

  test('is refused when one character of it is changed, and never throws', () => {
    const link = encodeLink(openWorkspace([{ path: 'a.py', text: 'revision = "1"\n' }]));
    fc.assert(
      fc.property(fc.nat({ max: link.length - 5 }), fc.constantFrom('A', 'b', '7', '_', '%'), (at, character) => {
        const place = at + 4;
        fc.pre(link[place] !== character);
        const broken = link.slice(0, place) + character + link.slice(place + 1);
        // The last character may carry unused bits; a change there that decodes to the same bytes is no change.
        fc.pre(place < link.length - 1);
        expect(decodeLink(broken).ok).toBe(false);
      }),
    );
  });

  test('that was cut anywhere says so', () => {
    const link = encodeLink(openWorkspace([{ path: 'a.py', text: 'revision = "1"\n'.repeat(9) }]));
    for (let length = 4; length < link.length; length++) {
      expect(decodeLink(link.slice(0, length))).toMatchObject({ ok: false, error: { code: 'damaged' } });
    }
  });

  test('carries no settings and no cursor when they are the usual ones', () => {
    const plain = encodeLink(openWorkspace([{ path: 'a.py', text: '' }]));
    expect(plain.length).toBeLessThan(encodeLink(openWorkspace([{ path: 'a.py', text: '' }], { rows: 11 })).length);
    expect(decodeLink(plain)).toMatchObject({ ok: true, workspace: { settings: defaultSettings } });
  });

  test('is safe in an address: letters, digits, dot, hyphen and underscore only', () => {
    fc.assert(fc.property(workspaces, (workspace) => /^#v1\.[\w-]+$/.test(encodeLink(workspace))));
  });

  test('reads any text without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => !decodeLink(`#v1.${text}`).ok));
  });
});

describe('a forged link', () => {
  test('that would inflate to more than the limit is refused', () => {
    expect(decodeLink(forge(new Uint8Array(mostDecodedBytes + 1).fill(32)))).toMatchObject({
      error: { code: 'too-large' },
    });
  });

  test('that would inflate to twenty megabytes is refused without inflating them', () => {
    expect(decodeLink(forge(new Uint8Array(20 * 1024 * 1024)))).toMatchObject({ error: { code: 'too-large' } });
  });

  test.each([
    ['no JSON', 'nonsense', /not JSON/],
    ['a list', '[]', /not an object/],
    ['no files', '{"files":[]}', /no files/],
    ['a file without text', '{"files":[["a.py"]]}', /path and text/],
    ['a path that climbs', '{"files":[["../a.py",""]]}', /path and text/],
    ['the same path twice', '{"files":[["a",""],["a",""]]}', /two files/],
    ['an unknown engine', '{"files":[["a",""]],"settings":{"engines":["db2"]}}', /no engine/],
    ['an engine called like a method', '{"files":[["a",""]],"settings":{"engines":["toString"]}}', /no engine/],
    ['too many rows', '{"files":[["a",""]],"settings":{"rows":10001}}', /row count/],
    ['half a row', '{"files":[["a",""]],"settings":{"rows":0.5}}', /row count/],
    ['an unknown profile', '{"files":[["a",""]],"settings":{"seedProfile":"x"}}', /seed profile/],
    ['checks that are a list', '{"files":[["a",""]],"settings":{"check":[]}}', /check settings/],
    ['an unknown dialect', '{"files":[["a",""]],"settings":{"check":{"dialect":"db2"}}}', /dialect/],
    ['a rule that is no word', '{"files":[["a",""]],"settings":{"check":{"enable":["<b>"]}}}', /optional rules/],
    ['half a transaction', '{"files":[["a",""]],"settings":{"check":{"transactionPerMigration":1}}}', /transaction/],
    ['a version that is text', '{"files":[["a",""]],"settings":{"check":{"serverVersion":"14"}}}', /server version/],
    ['a baseline that is no text', '{"files":[["a",""]],"settings":{"baseline":1}}', /starting schema/],
  ])('with %s is refused in words', (_, json, message) => {
    const decoded = decodeLink(forge(new TextEncoder().encode(json)));
    expect(decoded).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(decoded.ok ? '' : decoded.error.message).toMatch(message);
  });

  test('of a later version asks for a reload', () => {
    expect(decodeLink('#v2.abc')).toMatchObject({ error: { code: 'unknown-version' } });
  });

  test('with fields that are not known here opens all the same', () => {
    const json = '{"files":[["a.py","x",1]],"colour":"red","settings":{"rows":5,"volume":11},"active":7}';
    expect(decodeLink(forge(new TextEncoder().encode(json)))).toEqual({
      ok: true,
      workspace: openWorkspace([{ path: 'a.py', text: 'x' }], { rows: 5 }),
    });
  });
});

test.each(['', '#', '#/rules', '#section', 'v1'])('%j is no link', (hash) => {
  expect(decodeLink(hash)).toMatchObject({ ok: false, error: { code: 'not-a-link' } });
});

test('every example fits into a link that chat programs leave whole', () => {
  for (const { workspace } of examples) expect(encodeLink(workspace).length).toBeLessThan(2_000);
});

/** Links that people have sent: they open for ever. Never edit one; add a line for a new version. */
describe('golden links', () => {
  test.each(goldenLinks())('%s', (_, link, workspace) => {
    expect(decodeLink(link)).toEqual({ ok: true, workspace });
  });
});

function goldenLinks(): [string, string, Workspace][] {
  return [
    [
      'v1, one file',
      '#v1.v5_i4qtWSsvMSS1WsoqOVsrNTC9KLMnMz9MrqFTSUSpKLcssBvIUbBVilAxjlGLylGJjawE',
      openWorkspace([{ path: 'migration.py', text: 'revision = "1"\n' }]),
    ],
    [
      'v1, two files, settings, second file in front',
      '#v1.F31e36tWSsvMSS1WsoqOVipLLSrOzM8r1k_UK6hU0lFSVji8R-HD_AkzYvKUYnWQ5JMg8kqxsTpKicklmWWpSlaGOkrFqSUlmXnpQMOqlVLz0jPzwOYqFeQXl6QXAdlA1UX55UAxUwOQ4tSUgKJ8kO1KVkoZQDUglo5SUmJxag5QK1DQOcjVMcRVIcTRycdVoURBIzNFwdMvRNNaqbYWAA',
      {
        files: [
          { path: 'versions/a.py', text: '# ü 🐘\n' },
          { path: 'versions/b.py', text: '' },
        ],
        active: 'versions/b.py',
        settings: {
          engines: ['postgres'],
          rows: 50,
          seedProfile: 'hostile',
          baseline: 'CREATE TABLE t (id INT);',
          check: defaultChecks,
        },
      },
    ],
    [
      'v1, with settings of the check',
      '#v1.fIF8GjWOwQqDMAxAf2XkrMJgh1HYJwx22kU9dDVzwbR1aRRE_Pe1h92SwHt5O7yJMYFpW_A0ilWKoZk3qEBwpZS30-3UwbmDLkDfV5BQlcKYkR3cB91UhoEso1Mw4Lf05UxjsC_G7AWJzBmoB5w5FrGnlMqBo5tqJY9xUchmFRuSdaXggXL_14BRWbA8lhXliVKiwFyby3EcPw',
      openWorkspace([{ path: 'migration.py', text: 'revision = "1"\n' }], {
        check: {
          dialect: 'mysql',
          enable: ['rolling-deploy', 'missing-lock-timeout'],
          transactionPerMigration: true,
          serverVersion: 8.4,
        },
      }),
    ],
  ];
}

function forge(json: Uint8Array): string {
  const packed = deflateSync(json);
  const payload = new Uint8Array(packed.length + 4);
  new DataView(payload.buffer).setUint32(0, crc32(packed));
  payload.set(packed, 4);
  return `#v1.${toBase64Url(payload)}`;
}
