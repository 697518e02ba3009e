import { expect, test } from 'vitest'
import { readReport } from '../../runner/run-playwright.ts'

type Tests = Parameters<typeof readReport>[1]['suites'][number]['specs'][number]['tests']

const reportOf = (tests: Tests, errors: { message?: string }[] = []): Parameters<typeof readReport>[1] => ({
  errors,
  suites: [
    {
      title: 'panes.spec.ts',
      file: 'panes.spec.ts',
      specs: [],
      suites: [
        {
          title: 'a pane',
          file: 'panes.spec.ts',
          specs: [{ title: 'shows names', file: 'panes.spec.ts', tests }],
        },
      ],
    },
  ],
})

const one = (status: Tests[number]['status'], annotations: Tests[number]['annotations'] = []): Tests => [
  { projectName: 'chromium', status, annotations },
]

test('a passed test counts once for each host it ran on', () => {
  const tests = [
    ...one('expected'),
    { projectName: 'electron', status: 'expected', annotations: [] } as const,
  ]
  expect(readReport('ui', reportOf(tests), 5)).toEqual({
    suite: 'ui',
    passed: 2,
    failed: [],
    skipped: [],
    took: 5,
  })
})

test('a failed test is named with its host and group', () => {
  expect(readReport('ui', reportOf(one('unexpected')), 0).failed).toEqual([
    'panes.spec.ts > [chromium] > a pane > shows names',
  ])
})

test('a test that passed only when it was tried again has failed', () => {
  expect(readReport('ui', reportOf(one('flaky')), 0).failed).toEqual([
    'panes.spec.ts > [chromium] > a pane > shows names (flaky)',
  ])
})

test('a skip with a reason is a skip, and one without is a failure', () => {
  const said = [{ type: 'skip', description: 'Electron is not here' }]
  expect(readReport('ui', reportOf(one('skipped', said)), 0).skipped).toEqual([
    {
      file: 'panes.spec.ts',
      name: '[chromium] > a pane > shows names',
      why: { said: 'Electron is not here' },
    },
  ])
  expect(readReport('ui', reportOf(one('skipped')), 0).failed).toHaveLength(1)
})

test('an error outside of every test, and a report without tests, are failures', () => {
  expect(readReport('ui', reportOf(one('expected'), [{ message: 'set-up failed' }]), 0).failed).toEqual([
    'set-up failed',
  ])
  expect(readReport('ui', { suites: [], errors: [] }, 0).failed).toEqual(['it has no tests'])
})
