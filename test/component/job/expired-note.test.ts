import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import ExpiredNote from '../../../renderer/job/ExpiredNote.svelte'
import type { ExpiredStatus } from '../../../shared/bridge/plans.ts'
import { planStatus } from '../../fakes/fake-plans.ts'
import { openPlan } from '../open-plan.ts'

async function show(changes: Partial<ExpiredStatus> = {}) {
  const expired: ExpiredStatus = {
    error: { code: 'credentials-expired', message: 'The credentials of the profile dev have expired.' },
    renewal: 'Run `aws sso login --profile dev` in another terminal.',
    connectionId: 'profile:dev',
    takesKeys: false,
    asked: 1,
    ...changes,
  }
  const opened = openPlan({ phase: 'running', expired }, { answers: { 'plan.goOn': () => planStatus() } })
  const screen = await render(ExpiredNote, { plan: opened.plan, expired })
  return { ...opened, screen, goOn: screen.getByRole('button', { name: 'Go on' }) }
}

test('it says, aloud too, what expired and what brings new ones, and goes on when told to', async () => {
  const { bridge, screen, goOn } = await show()
  const said = screen.getByRole('alert')
  await expect
    .element(said.getByText('Paused: The credentials of the profile dev have expired.'))
    .toBeVisible()
  await expect.element(said.getByText(/aws sso login --profile dev/)).toBeVisible()
  await goOn.click()
  expect(bridge.asked('plan.goOn')).toEqual([{ planId: 'plan-1', keys: null }])
})

test('keys of this session are typed anew, sent once, and not kept in the page', async () => {
  const { bridge, screen, goOn } = await show({ takesKeys: true, connectionId: 'session:1' })
  await expect.element(goOn).toBeDisabled()
  await screen.getByLabelText('Access key').fill('AKIDNEW')
  await screen.getByLabelText('Secret key').fill('hush')
  await screen.getByLabelText('Session token').fill('t')
  await goOn.click()
  expect(bridge.asked('plan.goOn')).toEqual([
    { planId: 'plan-1', keys: { accessKeyId: 'AKIDNEW', secretAccessKey: 'hush', sessionToken: 't' } },
  ])
  await expect.element(screen.getByLabelText('Secret key')).toHaveValue('')
})

test('a second question says that it is one', async () => {
  const { screen } = await show({ asked: 2 })
  await expect.element(screen.getByText(/^Paused again: The credentials/)).toBeVisible()
})
