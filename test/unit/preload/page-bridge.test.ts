import { expect, test } from 'vitest'
import { createPageBridge } from '../../../preload/page-bridge.ts'
import type { Envelope } from '../../../shared/bridge/envelope.ts'
import type { Message } from '../../../shared/bridge/messages.ts'

function setUp() {
  const sent: Envelope[] = []
  let receive: (envelope: Envelope) => void = () => undefined
  const bridge = createPageBridge({
    page: 'mine',
    send: (envelope) => sent.push(envelope),
    receive: (listener) => (receive = listener),
    pathsOf: async (files) => files.map(String),
  })
  return { bridge, sent, receive: (envelope: Envelope) => receive(envelope) }
}

const message = { kind: 'cancel', id: 7 } as const

test('a page has three functions, and cannot change them', () => {
  const { bridge } = setUp()
  expect(Object.keys(bridge)).toEqual(['post', 'listen', 'pathsOf'])
  expect(Object.isFrozen(bridge)).toBe(true)
})

test('it makes itself known first, and names itself in every envelope', () => {
  const { bridge, sent } = setUp()
  bridge.post(message)
  expect(sent).toEqual([{ page: 'mine' }, { page: 'mine', message }])
})

test('only what is meant for this page is heard, until listening is ended', () => {
  const { bridge, receive } = setUp()
  const heard: Message[] = []
  const listener = (got: Message): void => void heard.push(got)
  const end = bridge.listen(listener)
  bridge.listen(listener)
  receive({ page: 'before', message })
  receive({ page: 'mine' })
  expect(heard).toEqual([])
  receive({ page: 'mine', message })
  expect(heard).toEqual([message, message])
  end()
  receive({ page: 'mine', message })
  expect(heard).toHaveLength(3)
})

test('a list of files is taken as it is at that moment', async () => {
  const { bridge } = setUp()
  const list: Record<number, string> & { length: number } = { 0: 'a', 1: 'b', length: 2 }
  const paths = bridge.pathsOf(list)
  list.length = 0
  expect(await paths).toEqual(['a', 'b'])
})
