import { expect, test } from 'vitest'
import { fromPageSchema } from '../../../../shared/bridge/messages.ts'

const request = { kind: 'request', id: 1, call: 'window.start', params: {} }

test.each<[string, unknown, boolean]>([
  ['a request', request, true],
  ['a request with id 0', { ...request, id: 0 }, true],
  ['a request for a call that is not there: whoever answers says so', { ...request, call: 'x' }, true],
  ['params of any form: the call’s own schema reads them', { ...request, params: [null] }, true],
  ['a cancel', { kind: 'cancel', id: 1 }, true],
  ['a reply', { kind: 'reply', id: 1, result: { ok: true, value: 1 } }, false],
  ['an event', { kind: 'event', event: 'plan.changed', value: {} }, false],
  ['a request with something more', { ...request, origin: 'x' }, false],
  ['a cancel with something more', { kind: 'cancel', id: 1, call: 'x' }, false],
  ['an id below 0', { ...request, id: -1 }, false],
  ['an id between numbers', { ...request, id: 0.5 }, false],
  ['an id that is none', { ...request, id: NaN }, false],
  ['an id that numbers can’t tell from the next', { ...request, id: 2 ** 53 }, false],
  ['a text for an id', { ...request, id: '1' }, false],
  ['a cancel without an id', { kind: 'cancel' }, false],
  ['a call that is no text', { ...request, call: 1 }, false],
  ['a call with a long name', { ...request, call: 'x'.repeat(101) }, false],
  ['no kind', { id: 1, call: 'x', params: {} }, false],
  ['nothing', null, false],
  ['a text', '{"kind":"cancel","id":1}', false],
])('a page may send %s: %#', (_case, message, allowed) => {
  expect(fromPageSchema.safeParse(message).success).toBe(allowed)
})
