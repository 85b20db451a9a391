import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// The floor plan of the client. Arrows point one way:
//   app → features → realtime, api, ui → lib
// A folder may import itself ('./') and what stands below it ('@/...'); features do not import
// each other, and neither do realtime, api and ui. tests/floor_plan.test.js shows that this bites.
const below = {
  app: ['features', 'realtime', 'api', 'ui', 'lib'],
  realtime: ['lib'],
  api: ['lib'],
  ui: ['lib'],
  lib: [],
};

function only(folder, allowed) {
  const words = allowed.length > 0 ? `(?!(?:${allowed.join('|')})/)` : '';
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [
          { regex: `^@/${words}`, message: `${folder} may import ${allowed.join(', ') || 'nothing'}` },
          { regex: '^\\.\\./', message: 'import from above by its full name, @/...' },
        ],
      }],
    },
  };
}

const features = readdirSync(new URL('./src/features', import.meta.url));
const floors = [
  ...Object.entries(below).map(([folder, allowed]) => only(folder, allowed)),
  ...features.map((name) =>
    only(`features/${name}`, ['realtime', 'api', 'ui', 'lib', `features/${name}`])),
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      'max-len': ['error', { code: 100, ignoreUrls: true, ignoreStrings: true }],
      'no-restricted-properties': ['error', { property: 'dangerouslySetInnerHTML' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  { files: ['tests/**', 'dev/**', '*.js'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['dev/**', '*.js', 'push_test/*.js', 'api_docs/*.js', 'tests/**'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly',
      setTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly',
      clearTimeout: 'readonly', Buffer: 'readonly' } },
  },
  {
    files: ['push_test/page.js', 'api_docs/page.js'],
    languageOptions: { globals: Object.fromEntries(
      ['document', 'localStorage', 'location', 'fetch', 'performance', 'AbortSignal', 'URL',
        'URLSearchParams']
        .map((name) => [name, 'readonly'])) },
  },
  ...floors,
);
