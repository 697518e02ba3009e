import { expect, test } from 'vitest'
import { envelopeSchema } from '../../../../shared/bridge/envelope.ts'

test.each<[string, unknown, boolean]>([
  ['with a message', { page: 'p', message: { kind: 'cancel', id: 1 } }, true],
  ['that makes a page known', { page: 'p' }, true],
  ['whose message is nothing', { page: 'p', message: null }, true],
  ['without a page', { message: 1 }, false],
  ['of a page without a name', { page: '' }, false],
  ['of a page with a long name', { page: 'x'.repeat(101) }, false],
  ['with something more', { page: 'p', message: 1, to: 'x' }, false],
  ['that is none', null, false],
])('an envelope %s', (_case, envelope, allowed) => {
  expect(envelopeSchema.safeParse(envelope).success).toBe(allowed)
})
