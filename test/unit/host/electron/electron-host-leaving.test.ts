import { describe, expect, test } from 'vitest'
import { nothingRuns } from '../../../../main/host/window-host.ts'
import { FakeEvent } from '../../../fakes/electron.ts'
import { openOnFake as open, settled } from './open-on-fake.ts'

describe('leaving', () => {
  test('asks nothing where nothing runs', async () => {
    const { electron, window, left } = await open()
    expect(window.closeByHand()).toBe(true)
    await settled()
    expect(electron.asked).toEqual([])
    expect(left).toEqual(['finish'])
  })

  test.each([
    [0, []],
    [1, ['finish']],
    [2, ['stop']],
  ])('with a run asks, and button %i means %j', async (answer, how) => {
    const { electron, window, host, left } = await open()
    electron.answer = answer
    host.showActivity({ ...nothingRuns, runs: 1, fraction: null })
    expect(window.closeByHand()).toBe(true)
    await settled()
    expect(electron.asked[0]?.buttons).toEqual([
      'Keep running',
      'Finish what is moving, then quit',
      'Stop now and quit',
    ])
    expect(left).toEqual(how)
  })

  test('asks again while what is moving is finished', async () => {
    const { electron, window, host, left } = await open()
    electron.answer = 1
    host.showActivity({ ...nothingRuns, runs: 1, fraction: null })
    window.closeByHand()
    await settled()
    window.closeByHand()
    await settled()
    expect(electron.asked[1]?.buttons).toEqual(['Wait', 'Stop now and quit'])
    expect(left).toEqual(['finish', 'stop'])
  })

  test.each([
    [0, 'ask', []],
    [1, 'finish', ['finish']],
    [2, 'stop', ['stop']],
  ] as const)('with the box ticked, button %i makes the setting %s', async (answer, leaving, how) => {
    const { electron, window, host, left } = await open()
    Object.assign(electron, { answer, checked: true })
    host.showActivity({ ...nothingRuns, runs: 1 })
    window.closeByHand()
    await settled()
    expect(electron.asked[0]?.checkboxLabel).toBe("Don't ask again")
    expect([host.settings.read().leaving, left]).toEqual([leaving, how])
  })

  test('about what waits alone is never remembered: it is no answer about runs', async () => {
    const { electron, window, host, left } = await open()
    Object.assign(electron, { answer: 1, checked: true })
    host.showActivity({ ...nothingRuns, waiting: 1, kept: 1 })
    window.closeByHand()
    await settled()
    expect(electron.asked[0]).not.toHaveProperty('checkboxLabel')
    expect([host.settings.read().leaving, left]).toEqual(['ask', ['finish']])
  })

  test.each(['finish', 'stop'] as const)('does not ask where the setting is to %s', async (leaving) => {
    const { electron, window, host, left } = await open()
    host.settings.change({ leaving })
    host.showActivity({ ...nothingRuns, runs: 1 })
    window.closeByHand()
    await settled()
    expect([electron.asked, left]).toEqual([[], [leaving]])
    window.closeByHand()
    await settled()
    expect(electron.asked.map(({ buttons }) => buttons)).toEqual([['Wait', 'Stop now and quit']])
  })

  test.each([
    [0, ['Keep waiting', 'Quit'], 'A sync waits for its turn.'],
    [
      2,
      ['Keep running', 'Finish what is moving, then quit', 'Stop now and quit'],
      '2 syncs are still running.',
    ],
  ])(
    'with %i runs and one that waits offers %j, and says what becomes of that',
    async (runs, buttons, message) => {
      const { electron, window, host } = await open()
      host.showActivity({ ...nothingRuns, runs, waiting: 1, kept: 1 })
      window.closeByHand()
      await settled()
      expect(electron.asked[0]).toMatchObject({
        buttons,
        message,
        detail: expect.stringContaining(
          '1 run in the queue does not begin. The next start offers',
        ) as unknown,
      })
    },
  )

  test('asks one question at a time, also when the application is to quit', async () => {
    const { electron, window, host, left } = await open()
    electron.answer = null
    host.showActivity({ ...nothingRuns, runs: 1, fraction: null })
    window.closeByHand()
    const event = new FakeEvent()
    electron.app.emit('before-quit', event)
    await settled()
    expect(event.prevented).toBe(true)
    expect(electron.asked).toHaveLength(1)
    electron.answer = 2
    await settled()
    await settled()
    expect(left).toEqual(['stop'])
  })

  test('on a Mac hides a window that is closed, and the dock brings it back', async () => {
    const { electron, window, left } = await open('darwin')
    window.fullScreen = true
    expect(window.closeByHand()).toBe(true)
    expect(window.fullScreen).toBe(false)
    electron.app.emit('activate')
    expect(window.done).toEqual(['hide', 'show', 'focus'])
    expect(left).toEqual([])
  })

  test('from a Mac’s dock shows the hidden window before it asks', async () => {
    const { electron, window, host } = await open('darwin')
    host.showActivity({ ...nothingRuns, runs: 1, fraction: null })
    window.closeByHand()
    electron.app.emit('before-quit', new FakeEvent())
    await settled()
    expect(window.done).toEqual(['hide', 'show', 'focus'])
    expect(electron.asked).toHaveLength(1)
  })

  test('with nothing running does not show a hidden window once more', async () => {
    const { electron, window } = await open('darwin')
    window.closeByHand()
    electron.app.emit('before-quit', new FakeEvent())
    await settled()
    expect(window.done).toEqual(['hide'])
  })

  test('stops what is moving when Windows ends the session', async () => {
    const { window, left } = await open('win32')
    window.emit('session-end', {})
    expect(left).toEqual(['stop'])
  })

  test('closes for good: the machine may sleep, the window goes, the application quits', async () => {
    const { electron, host, window } = await open()
    host.showActivity({ ...nothingRuns, runs: 1, fraction: 0.5 })
    await host.close()
    expect(electron.blockers.size).toBe(0)
    expect(window.destroyed).toBe(true)
    expect(electron.calls.at(-1)).toBe('quit')
    const event = new FakeEvent()
    electron.app.emit('before-quit', event)
    expect(event.prevented).toBe(false)
  })
})

describe('a page that crashes', () => {
  test('is loaded again twice a minute, and then a person is asked', async () => {
    const { electron, window, crash, logged } = await open()
    for (const at of [0, 1000, 2000]) crash(at)
    await settled()
    expect(window.webContents.reloads).toBe(3)
    expect(electron.asked.map(({ buttons }) => buttons)).toEqual([['Load it again', 'Quit']])
    expect(logged[0]).toContain('crashed')
  })

  test('is not loaded for ever by itself', async () => {
    const { electron, window, crash, left } = await open()
    electron.answer = 1
    for (const at of [0, 1, 2]) crash(at)
    await settled()
    await settled()
    expect(window.webContents.reloads).toBe(2)
    expect(left).toEqual(['finish'])
  })

  test('is not one that has ended as it should', async () => {
    const { window } = await open()
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(window.webContents.reloads).toBe(0)
  })

  test('or does not answer, is waited for or left, as a person says', async () => {
    const { electron, window, left } = await open()
    window.emit('unresponsive')
    await settled()
    expect(left).toEqual([])
    electron.answer = 1
    window.emit('unresponsive')
    await settled()
    await settled()
    expect(electron.asked.map(({ buttons }) => buttons)).toEqual([
      ['Wait', 'Quit'],
      ['Wait', 'Quit'],
    ])
    expect(left).toEqual(['finish'])
  })

  test('is gone for those who talk to it', async () => {
    const { pages, send, crash } = await open()
    send({ page: 'a' })
    crash(0)
    expect(pages[0]?.gone).toBe(true)
    send({ page: 'b' })
    expect(pages[1]?.gone).toBe(false)
  })
})

test.each([
  ['win32', true],
  ['linux', false],
] as const)('on %s a notification finds its application by a name: %s', async (platform, named) => {
  const { electron, host, window } = await open(platform)
  expect(electron.calls.includes('setAppUserModelId app.sluice.Sluice')).toBe(named)
  host.showEnded({ title: 'Done: a → b', text: '3 files' })
  electron.notifications[0]?.emit('click')
  expect(window.done).toEqual(['show', 'focus'])
})
