import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Inspector from '../../../renderer/review/Inspector.svelte'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { Answers } from '../../fakes/fake-bridge.ts'
import { planRow, seen } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

async function show(row: PlanRow, answers: Answers = {}) {
  const opened = openPlan({}, { rows: [row, planRow(2)], answers })
  opened.plan.rows.show(0, 1)
  await expect.poll(() => opened.plan.at(0)?.seq).toBe(row.seq)
  opened.plan.cursor = 0
  return { ...opened, screen: await render(Inspector, { plan: opened.plan }) }
}

const changed = planRow(1, { key: 'a.txt', reason: 'size-differs', destination: seen({ etag: 'abc' }) })
const text = (words: string, requests = 0) => ({
  cost: { requests, bytes: words.length },
  content: { kind: 'text', encoding: 'utf-8', text: words } as const,
})

describe('the tabs', () => {
  test('go by arrows, around the end, and each is announced with its panel', async () => {
    const { screen } = await show(changed)
    await screen.getByRole('tab', { name: 'Why' }).click()
    await userEvent.keyboard('{ArrowLeft}')
    await expect.element(screen.getByRole('tab', { name: 'Properties' })).toHaveFocus()
    await expect.element(screen.getByRole('tabpanel', { name: 'Properties' })).toBeVisible()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(screen.getByRole('tabpanel', { name: 'Why' })).toMatchTextContent(/Decided by CMP-1/)
  })
})

describe('what is in a row', () => {
  test('is not read before it is asked for, nor of another row after it', async () => {
    const { bridge, plan, screen } = await show(changed, {
      'plan.content': ({ side }) => (side === 'source' ? text('one\ntwo\n') : text('one\n', 1)),
    })
    await screen.getByRole('tab', { name: 'Diff' }).click()
    expect(bridge.asked('plan.content')).toEqual([])
    await screen.getByRole('button', { name: 'Show both sides' }).click()
    await expect.element(screen.getByTestId('cost')).toMatchTextContent('1 request, 12 Bytes read')
    await expect.element(screen.getByTestId('changes')).toMatchTextContent('1 place differs')
    plan.cursor = 1
    await expect.element(screen.getByRole('button', { name: 'Show what is in it' })).toBeVisible()
    expect(bridge.asked('plan.content')).toHaveLength(2)
  })

  test('is said side by side where one side can not be read', async () => {
    const { screen } = await show(changed, {
      'plan.content': ({ side }) =>
        side === 'source'
          ? text('mine')
          : {
              cost: { requests: 1, bytes: 0 },
              content: { kind: 'failed', error: { code: 'access-denied', message: 'You may not read it.' } },
            },
    })
    await screen.getByRole('tab', { name: 'Diff' }).click()
    await screen.getByRole('button', { name: 'Show both sides' }).click()
    await expect.element(screen.getByRole('alert')).toMatchTextContent('You may not read it.')
    await expect.element(screen.getByRole('region', { name: 'Would become' })).toMatchTextContent(/mine/)
  })
})

test('properties are set side by side, and what differs is said in words', async () => {
  const { screen } = await show(changed, {
    'plan.properties': ({ side }) => ({
      cost: { requests: side === 'source' ? 0 : 2, bytes: 0 },
      values: [{ name: 'Content-Type', value: side === 'source' ? 'text/plain' : 'text/html' }],
      toBe: side === 'source',
      errors: [],
    }),
  })
  await screen.getByRole('tab', { name: 'Properties' }).click()
  await screen.getByRole('button', { name: 'Show properties' }).click()
  await expect
    .element(screen.getByRole('row', { name: 'Content-Type text/plain text/html ≠ differs' }))
    .toBeVisible()
})
