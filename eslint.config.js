import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import svelte from 'eslint-plugin-svelte'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'

const typed = ['**/*.ts', '**/*.svelte']

/** What a library that takes its world as parameters must not reach for (main/engine/world.ts). */
const outsideWorld = {
  'no-restricted-globals': [
    'error',
    ...['console', 'globalThis', 'performance', 'fetch'].map((name) => ({
      name,
      message: 'The engine takes its log, its clock and its network as parameters.',
    })),
    ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
      name,
      message: 'Take `Clock.after` or `Clock.sleep`: time is a parameter.',
    })),
  ],
  'no-restricted-properties': [
    'error',
    ...['env', 'argv', 'cwd', 'chdir', 'exit', 'exitCode', 'on', 'once', 'stdin', 'stdout', 'stderr'].map(
      (property) => ({
        object: 'process',
        property,
        message: 'A library neither reads its environment, prints, nor decides about the process.',
      }),
    ),
    ...['hrtime', 'uptime'].map((property) => ({
      object: 'process',
      property,
      message: 'Take `Clock.now`: time is a parameter.',
    })),
    { object: 'Date', property: 'now', message: 'Take `Clock.now`: time is a parameter.' },
    { object: 'Math', property: 'random', message: 'Take `Random`: the same seed gives the same trace.' },
    { object: 'AbortSignal', property: 'timeout', message: 'Take `Clock.after`: time is a parameter.' },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...['node:process', 'process', 'node:console', 'console'].map((name) => ({
          name,
          message: 'A library neither reads its environment, prints, nor decides about the process.',
        })),
        ...['node:timers', 'timers', 'node:timers/promises', 'timers/promises', 'node:perf_hooks'].map(
          (name) => ({
            name,
            message: 'Time is a parameter.',
          }),
        ),
      ],
    },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
      message: 'Take `Clock.now`: time is a parameter.',
    },
    {
      selector: "CallExpression[callee.property.name='localeCompare'], MemberExpression[object.name='Intl']",
      message: 'Keys sort by their UTF-8 bytes, with `compareKeys`.',
    },
  ],
}

export default defineConfig(
  { ignores: ['out/', 'release/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    files: typed,
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // An async method may just keep a promise-shaped contract: a fake, a constant, a throw that must be a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // It refuses `Promise.withResolvers<void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 350 }],
    },
  },
  {
    // Strings sort in UTF-16 order by themselves, and keys never do.
    files: ['main/**/*.ts', 'shared/**/*.ts'],
    rules: { '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: false }] },
  },
  {
    files: ['main/engine/**/*.ts', 'main/practice/**/*.ts', 'shared/**/*.ts'],
    // Where the engine's world is the real one.
    ignores: ['main/engine/node-world.ts', 'main/engine/real-clock.ts'],
    rules: outsideWorld,
  },
  {
    // A suite that leaves a test out says so by name: `needs(…)` or `context.skip(reason)`, never a bare skip.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      // `expect.any(Number)` is `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|skipIf|runIf|fails)$/]',
          message:
            "Say why a test can't run here: needs('…') of test/servers/needs.ts, or context.skip('why').",
        },
      ],
    },
  },
  {
    // Playwright's own skip takes the reason as its second argument.
    files: ['test/ui/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|fixme|fail)$/], CallExpression[callee.property.name="skip"][arguments.length!=2]',
          message: "Say why a test can't run here: test.skip(condition, 'why').",
        },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,svelte}', 'preload/**/*.ts'],
    ignores: ['preload/electron-preload.ts'],
    languageOptions: { globals: globals.browser },
    rules: {
      // dependency-cruiser does not see `import type` in a .svelte file.
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '(^|/)main/', message: 'The page knows shared/ and the bridge, nothing of main/.' },
            { regex: '^(node:|electron$)', message: 'The page has no Node and no Electron.' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // State is replaced as a whole (`$state.raw`), never changed inside a collection.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // To this parser an imported component is `any`; svelte-check knows its type and holds to it.
    files: ['**/*.svelte'],
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
        `@typescript-eslint/no-unsafe-${what}`,
        'off',
      ]),
    ),
  },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
)
