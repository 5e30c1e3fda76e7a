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
  rules: ['schema', 'migration', 'paper', 'lint'],
  lint: ['schema', 'migration', 'formats', 'paper', 'rules'],
  lab: ['schema', 'migration', 'formats', 'paper'],
  report: ['schema', 'migration', 'lint', 'lab'],
  workspace: ['schema', 'migration', 'lint', 'lab'],
  workers: ['schema', 'migration', 'formats', 'paper', 'lint', 'lab', 'report', 'workspace'],
  cli: ['schema', 'migration', 'formats', 'paper', 'rules', 'lint', 'lab', 'report', 'workspace'],
  ui: ['schema', 'migration', 'lint', 'lab', 'report', 'workspace', 'workers', 'rules'],
};

const elements = Object.keys(rooms).map((type) => {
  if (type === 'rules') return { type, mode: 'folder', pattern: 'rules' };
  if (type === 'cli') return { type, mode: 'full', pattern: ['src/cli.ts', 'src/cli.*.ts'] };
  return { type, mode: 'folder', pattern: `src/${type}` };
});

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
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          message: '${file.type} may not import ${dependency.type}: dependencies point one way (docs/architecture.md)',
          rules: Object.entries(rooms).map(([from, allow]) => ({ from: [from], allow: [from, ...allow] })),
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
