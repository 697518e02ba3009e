import { expect, test } from 'vitest'
import { pageConnector } from '../../../main/host/page-connector.ts'
import type { Envelope } from '../../../shared/bridge/envelope.ts'
import type { Message, Port } from '../../../shared/bridge/messages.ts'

function setUp() {
  const sent: Envelope[] = []
  const pages: { port: Port; heard: Message[]; ended: number }[] = []
  const connector = pageConnector(
    (envelope) => sent.push(envelope),
    (port) => {
      const page = { port, heard: [] as Message[], ended: 0 }
      pages.push(page)
      port.listen((message) => page.heard.push(message))
      return () => page.ended++
    },
  )
  return { connector, sent, pages }
}

const cancel = { kind: 'cancel', id: 1 } as const

test('a page begins with an envelope without a message, and its messages are its own', () => {
  const { connector, sent, pages } = setUp()
  connector.receive({ page: 'a', message: cancel })
  expect(pages).toEqual([])
  connector.receive({ page: 'a' })
  connector.receive({ page: 'a', message: cancel })
  connector.receive({ page: 'other', message: cancel })
  expect(pages.map(({ heard }) => heard)).toEqual([[cancel]])
  pages[0]?.port.post(cancel)
  expect(sent).toEqual([{ page: 'a', message: cancel }])
})

test('the next page ends the one before, which is no longer heard and whose answers name it', () => {
  const { connector, sent, pages } = setUp()
  connector.receive({ page: 'a' })
  connector.receive({ page: 'b' })
  expect(pages.map(({ ended }) => ended)).toEqual([1, 0])
  connector.receive({ page: 'a', message: cancel })
  expect(pages[0]?.heard).toEqual([])
  pages[0]?.port.post(cancel)
  expect(sent).toEqual([{ page: 'a', message: cancel }])
  connector.end()
  connector.end()
  expect(pages.map(({ ended }) => ended)).toEqual([1, 1])
})
