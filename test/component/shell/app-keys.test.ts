import { expect, onTestFinished, test, vi } from 'vitest'
import { leadsOutOfJobs, pressInApp } from '../../../renderer/shell/app-keys.ts'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry } from '../../fakes/fake-places.ts'

async function open(platform: 'darwin' | 'linux') {
  const listings = new Map([['/site', [entry('a.txt')]]])
  const app = new AppState(createFakeBridge(answerPlaces(listings)))
  onTestFinished(() => app.close())
  await app.open()
  if (app.start !== null) app.start = { ...app.start, host: { ...app.start.host, platform } }
  const focus = { cycle: vi.fn(), palette: vi.fn(), shortcuts: vi.fn(), jobs: vi.fn(), reload: vi.fn() }
  /** @returns whether the key meant something, pressed in an element of this name. */
  const press = (init: KeyboardEventInit, where = 'div'): boolean => {
    const at = document.createElement(where)
    let meant = false
    at.addEventListener('keydown', (event) => (meant = pressInApp(event, app, focus)))
    at.dispatchEvent(new KeyboardEvent('keydown', init))
    return meant
  }
  return { app, press }
}

test.each([
  ['darwin', 'input', false],
  ['darwin', 'div', true],
  ['linux', 'input', true],
] as const)('on %s, Alt and an arrow in a %s goes through the places: %s', async (platform, where, goes) => {
  const { press } = await open(platform)
  expect(press({ key: 'ArrowLeft', altKey: true }, where)).toBe(goes)
  expect(press({ key: 'ArrowRight', altKey: true }, where)).toBe(goes)
})

test.each([
  ['f', true],
  ['l', true],
  ['Enter', true],
  ['j', false],
  ['k', false],
])('Ctrl+%s leads out of the list of jobs: %s', async (key, leads) => {
  const { app } = await open('linux')
  expect(leadsOutOfJobs(new KeyboardEvent('keydown', { key, ctrlKey: true }), app)).toBe(leads)
  expect(leadsOutOfJobs(new KeyboardEvent('keydown', { key }), app)).toBe(false)
})
