import { expect, test } from 'vitest'
import { Events } from '../../../../main/services/bridge/coalesce-events.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { FakePort } from '../window/fake-window.ts'

function start() {
  const port = new FakePort()
  const clock = new FakeClock()
  const events = new Events(port, clock)
  const say = (path: string, subject = ''): void => {
    events.say('window.openPath', subject, () => ({ path }))
  }
  const said = () =>
    port.posted.map((message) => (message.kind === 'event' ? (message.value as { path: string }).path : ''))
  return { clock, events, say, said }
}

test('the first comes at once', () => {
  const { say, said } = start()
  say('1')
  expect(said()).toEqual(['1'])
})

test('of those that follow within a tenth of a second the last one comes, at its end', async () => {
  const { clock, say, said } = start()
  for (const path of ['1', '2', '3']) say(path)
  await clock.advance(99)
  expect(said()).toEqual(['1'])
  await clock.advance(1)
  expect(said()).toEqual(['1', '3'])
})

test('ten a second come of very many', async () => {
  const { clock, say, said } = start()
  for (let i = 0; i < 1000; i++) {
    say(String(i))
    await clock.advance(1)
  }
  expect(said()).toHaveLength(11)
  await clock.advance(100)
  expect(said().at(-1)).toBe('999')
})

test('events about different things do not replace each other', () => {
  const { say, said } = start()
  say('1', 'a')
  say('2', 'b')
  expect(said()).toEqual(['1', '2'])
})

test('only what is sent is made', async () => {
  const { clock, events, say } = start()
  say('1')
  let made = 0
  for (let i = 0; i < 5; i++) events.say('window.openPath', '', () => ({ path: String(++made) }))
  await clock.advance(100)
  expect(made).toBe(1)
})

test('when all is quiet no timer is left', async () => {
  const { clock, say } = start()
  say('1')
  say('2')
  await clock.advance(200)
  expect(clock.pending).toBe(0)
})

test('after the end nothing comes any more', async () => {
  const { clock, events, say, said } = start()
  say('1')
  say('2')
  events.close()
  await clock.advance(1000)
  expect(said()).toEqual(['1'])
  expect(clock.pending).toBe(0)
})
