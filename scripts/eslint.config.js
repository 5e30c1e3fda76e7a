import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-eslint';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The rooms, in the order of docs/architecture.md: each may import itself and those named. */
const rooms = {
  schema: [],
  migration: ['schema'],
  formats: ['schema', 'migration'],
  paper: ['schema', 'migration'],
  rules: ['schema', 'migration', 'formats', 'paper', 'lint'],
  lint: ['schema', 'migration', 'formats', 'paper', 'rules'],
  lab: ['schema', 'migration', 'formats', 'paper'],
  report: ['schema', 'migration', 'lint', 'lab'],
  workspace: ['schema', 'migration', 'lint', 'lab'],
  workers: ['schema', 'migration', 'formats', 'paper', 'rules', 'lint', 'lab', 'report', 'workspace'],
  cli: ['schema', 'migration', 'formats', 'paper', 'rules', 'lint', 'lab', 'report', 'workspace'],
  ui: ['schema', 'migration', 'lint', 'lab', 'report', 'workspace', 'workers', 'rules'],
};

// The command line's files stand in src itself, which is a folder like any other once the rooms in it are named.
const elements = Object.keys(rooms)
  .sort((a, b) => Number(a === 'cli') - Number(b === 'cli'))
  .map((type) => ({ type, pattern: type === 'cli' ? 'src' : type === 'rules' ? 'rules' : `src/${type}` }));

export default ts.config(
  { ignores: ['dist/', '.cache/', 'public/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    plugins: { boundaries },
    settings: {
      'boundaries/root-path': root,
      'boundaries/elements': elements,
      'import/resolver': { node: { extensions: ['.ts', '.js', '.svelte'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message:
            '{{from.element.types}} may not import {{to.element.types}}: dependencies point one way (docs/architecture.md)',
          policies: Object.entries(rooms).map(([type, allowed]) => ({
            from: { element: { type } },
            allow: [type, ...allowed].map((other) => ({ to: { element: { type: other } } })),
          })),
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': 'error',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['scripts/**', 'src/cli*.ts'], rules: { 'no-console': 'off' } },
);
