import { defineConfig } from 'oxlint'
import { wallRules } from './scripts/wallRules.ts'

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  rules: {
    eqeqeq: 'error',
    'max-lines': ['warn', { max: 250 }],
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-require-imports': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],

    // Left to the compiler, or to taste.
    'import/no-unassigned-import': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'no-unmodified-loop-condition': 'off',
    'typescript/consistent-return': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-useless-spread': 'off',

    // Wrong here: node types are compared with their names, interfaces are written with methods, and neither Node.js
    // nor the editor has windows of other origins.
    'typescript/no-unsafe-enum-comparison': 'off',
    'typescript/unbound-method': 'off',
    'unicorn/require-post-message-target-origin': 'off',
  },
  overrides: [
    { files: ['src/**', 'webview/**'], rules: { 'no-console': 'error', 'import/no-default-export': 'error' } },
    { files: ['src/cli/**', 'src/lab/main.ts'], rules: { 'no-console': 'off' } },
    {
      // A walk over a syntax tree names the few kinds of node that it is about.
      files: ['src/syntax/**', 'src/handlers/**', 'src/rules/**'],
      rules: { 'typescript/switch-exhaustiveness-check': 'off' },
    },
    { files: ['**/*.cjs'], rules: { 'typescript/no-require-imports': 'off' } },
    { files: ['test/**'], rules: { 'typescript/no-misused-promises': 'off' } },
    ...wallRules(),
  ],
  ignorePatterns: ['media', 'dist', 'artifacts', 'test/fixtures'],
})
