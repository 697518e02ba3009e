import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import FilterEditor from '../../../renderer/preview/FilterEditor.svelte'
import type { Params, ReplyOf } from '../../../shared/bridge/calls.ts'
import type { PlanStatus } from '../../../shared/bridge/plans.ts'
import { defaultSyncOptions } from '../../../shared/sync-options.ts'
import type { Filter } from '../../../shared/sync-rules.ts'
import type { Answers } from '../../fakes/fake-bridge.ts'
import { openPlan } from '../open-plan.ts'

const out = (pattern: string): Filter => ({ kind: 'exclude', pattern })

/** As if each pattern matched as many rows as it has characters. */
function tried({ trial }: Params<'plan.tryFilters'>): ReplyOf<'plan.tryFilters'> {
  const counts = (text: string) => ({ matches: text.length, decides: text.length })
  return {
    rows: trial.filters.reduce((sum, { pattern }) => sum + pattern.length, 0),
    ignore: (trial.ignore ?? '')
      .split('\n')
      .filter(Boolean)
      .map((pattern, place) => ({ kind: 'exclude', pattern, line: place + 1, ...counts(pattern) })),
    filters: trial.filters.map(({ pattern }) => counts(pattern)),
  }
}

async function show(
  filters: Filter[],
  { status = {}, answers = {} }: { status?: Partial<PlanStatus>; answers?: Answers } = {},
) {
  const opened = openPlan(status, {
    answers: {
      'plan.tryFilters': tried,
      'plan.caught': () => ({ seqs: [] }),
      'plan.ignoreFile': () => ({ path: '/site/.sluiceignore', text: null }),
      'plan.saveIgnoreFile': () => ({}),
      ...answers,
    },
  })
  const onChange = vi.fn<(filters: Filter[]) => void>()
  const onPlanAnew = vi.fn<() => void>()
  const screen = await render(FilterEditor, { filters, onChange, onPlanAnew, plan: opened.plan })
  return { ...opened, onChange, onPlanAnew, screen }
}

describe('what rules catch', () => {
  test('is counted as one types, before anything is changed', async () => {
    const { onChange, screen } = await show([out('*.tmp')])
    await expect.element(screen.getByTestId('rule-count')).toMatchTextContent('5 rows')
    await screen.getByRole('textbox', { name: 'Pattern of filter 1' }).fill('*.template')
    await expect.element(screen.getByTestId('rule-count')).toMatchTextContent('10 rows')
    await expect
      .element(screen.getByTestId('rules-sum'))
      .toMatchTextContent('They leave out 10 rows that are in the plan')
    expect(onChange).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    expect(onChange).toHaveBeenCalledWith([out('*.template')])
  })

  test('is less where a later rule decides, and nothing left to catch where it is in force', async () => {
    const { screen } = await show([out('a'), out('b')], {
      status: { options: { ...defaultSyncOptions, filters: [out('b')] } },
      answers: {
        'plan.tryFilters': () => ({
          rows: 3,
          ignore: [],
          filters: [
            { matches: 12, decides: 3 },
            { matches: 0, decides: 0 },
          ],
        }),
      },
    })
    await expect.element(screen.getByTestId('rule-count').nth(0)).toMatchTextContent('3 of 12 rows')
    await expect.element(screen.getByTestId('rule-count').nth(1)).toMatchTextContent('in force')
  })
})

describe('by keyboard', () => {
  test('Alt with arrows moves a rule, and the focus goes with it', async () => {
    const { onChange, screen } = await show([out('a'), out('b'), out('c')])
    const field = screen.getByRole('textbox', { name: 'Pattern of filter 3' })
    await field.click()
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
    expect(onChange).toHaveBeenLastCalledWith([out('a'), out('c'), out('b')])
    await expect.element(screen.getByRole('textbox', { name: 'Pattern of filter 2' })).toHaveFocus()
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    await expect.element(screen.getByRole('textbox', { name: 'Pattern of filter 3' })).toHaveValue('c')
    await expect.element(screen.getByRole('textbox', { name: 'Pattern of filter 3' })).toHaveFocus()
  })

  test('Alt with Delete removes it, and the focus goes to the next', async () => {
    const { onChange, screen } = await show([out('a'), out('b')])
    await screen.getByRole('textbox', { name: 'Pattern of filter 1' }).click()
    await userEvent.keyboard('{Alt>}{Delete}{/Alt}')
    expect(onChange).toHaveBeenLastCalledWith([out('b')])
    await expect.element(screen.getByRole('textbox', { name: 'Pattern of filter 1' })).toHaveFocus()
  })
})

describe('the ignore file', () => {
  test('is shown with what its lines catch, and saved only when asked', async () => {
    const { bridge, onPlanAnew, screen } = await show([], {
      answers: { 'plan.ignoreFile': () => ({ path: '/site/.sluiceignore', text: '*.bak\n' }) },
    })
    const text = screen.getByRole('textbox', { name: 'Text of /site/.sluiceignore' })
    await expect.element(text).toHaveValue('*.bak\n')
    await expect
      .element(screen.getByRole('list', { name: 'What its lines catch' }))
      .toMatchTextContent('5 rows')
    await text.fill('*.bak\n/drafts/')
    await expect
      .element(screen.getByRole('list', { name: 'What its lines catch' }))
      .toMatchTextContent('8 rows')
    expect(bridge.asked('plan.saveIgnoreFile')).toEqual([])
    await screen.getByRole('button', { name: 'Save it' }).click()
    await vi.waitFor(() => expect(onPlanAnew).toHaveBeenCalled())
    expect(bridge.asked('plan.saveIgnoreFile')).toEqual([
      { planId: 'plan-1', text: '*.bak\n/drafts/', was: '*.bak\n' },
    ])
  })

  test('takes over a filter, which goes from the list once it is written', async () => {
    const { bridge, onChange, screen } = await show([out('*.tmp'), out('a*b')])
    const keep = (which: number) =>
      screen.getByRole('button', { name: `Keep filter ${which} in .sluiceignore` })
    await expect.element(keep(2)).toBeDisabled()
    await keep(1).click()
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledWith([out('a*b')]))
    expect(bridge.asked('plan.saveIgnoreFile')).toEqual([{ planId: 'plan-1', text: '*.tmp\n', was: null }])
  })

  test('keeps the filter where it could not be written, and says why', async () => {
    const { onChange, screen } = await show([out('*.tmp')], {
      answers: {
        'plan.saveIgnoreFile': () => {
          throw new Error('The disk is full.')
        },
      },
    })
    await screen.getByRole('button', { name: 'Keep filter 1 in .sluiceignore' }).click()
    await expect.element(screen.getByRole('alert')).toMatchTextContent('The disk is full.')
    expect(onChange).not.toHaveBeenCalled()
  })

  test('is not offered where the source is no folder', async () => {
    const { screen } = await show([out('*.tmp')], {
      answers: { 'plan.ignoreFile': () => ({ path: null, text: null }) },
    })
    await expect.element(screen.getByTestId('rule-count')).toMatchTextContent('5 rows')
    expect(screen.getByRole('button', { name: /sluiceignore/ }).elements()).toEqual([])
    expect(screen.container.querySelector('details')).toBeNull()
  })
})
