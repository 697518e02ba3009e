import { describe, expect, test } from 'vitest'
import { SignIns } from '../../../../main/services/connections/sign-ins.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const never = new AbortController().signal
const serial = 'arn:aws:iam::123456789012:mfa/me'
const signIns = () => new SignIns({}, new FakeClock())

describe('a code of a second factor', () => {
  test('answers one question, of its own connection, while it is there', async () => {
    const all = signIns()
    const answer = await all.withCode('profile:a', '123456', async () => {
      await expect(all.takeCode('profile:b', serial)).rejects.toMatchObject({ code: 'credentials-expired' })
      const taken = await all.takeCode('profile:a', serial)
      await expect(all.takeCode('profile:a', serial)).rejects.toMatchObject({ code: 'credentials-expired' })
      return taken
    })
    expect(answer).toBe('123456')
  })

  test('that was not asked for is forgotten', async () => {
    const all = signIns()
    await all.withCode('profile:a', '123456', async () => undefined)
    await expect(all.takeCode('profile:a', serial)).rejects.toMatchObject({
      code: 'credentials-expired',
      subject: serial,
    })
  })
})

test('a login that was not begun can’t be waited for', async () => {
  await expect(signIns().confirmed('profile:a', never)).rejects.toMatchObject({ code: 'usage' })
})
