import { expect, test } from 'vitest'
import { createBridge } from '../../../../renderer/state/bridge.ts'
import type { Message } from '../../../../shared/bridge/messages.ts'
import type { PageBridge } from '../../../../shared/bridge/page-bridge.ts'

/** A line on which a test says what comes. */
function line() {
  const posted: Message[] = []
  let heard: (message: Message) => void = () => undefined
  const bridge = createBridge({
    listen: (listener: (message: Message) => void) => (heard = listener),
    post: (message: Message) => posted.push(message),
    pathsOf: () => Promise.resolve([]),
  } as unknown as PageBridge)
  return { bridge, posted, come: (...messages: readonly Message[]) => messages.forEach((one) => heard(one)) }
}

const reply = (id: number): Message => ({ kind: 'reply', id, result: { ok: true, value: { text: `${id}` } } })
const event = (error: string): Message =>
  ({ kind: 'event', event: 'engine.ended', value: { error } }) as unknown as Message

test('who waits for a reply hears the events that have come with it, in their order', async () => {
  const { bridge, come } = line()
  const heard: unknown[] = []
  const first = bridge.ask('app.diagnostics', { window: 'x' }).then(({ text }) => {
    heard.push(text)
    bridge.on('engine.ended', ({ error }) => heard.push(error))
  })
  const second = bridge.ask('app.diagnostics', { window: 'x' }).then(({ text }) => heard.push(text))
  come(reply(1), event('one'), event('two'), reply(2), event('three'))
  await Promise.all([first, second])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(heard).toEqual(['1', 'one', 'two', '2', 'three'])
})
