import { describe, expect, test, vi } from 'vitest'
import { ExpiredQuestion } from '../../../../main/services/plans/expired-question.ts'
import type { SideName } from '../../../../shared/job.ts'

const error = { code: 'credentials-expired', message: 'Expired.' } as const
const identity = { name: 'the profile dev', renewal: 'Log in.' }
const never = new AbortController().signal
const placeOf = (connectionId: string) => ({
  token: '',
  connectionId,
  kind: 's3' as const,
  text: '',
  crumbs: [],
})

function setUp(source = 'profile:dev', destination = 'session:1') {
  const onChange = vi.fn()
  const question = new ExpiredQuestion(
    { source: placeOf(source), destination: placeOf(destination) },
    onChange,
  )
  const ask = (sides: readonly SideName[], signal = never) => question.ask({ error, identity, sides }, signal)
  return { question, ask, onChange }
}

describe('a plan whose credentials have expired', () => {
  test.each<[SideName, string, boolean]>([
    ['source', 'profile:dev', false],
    ['destination', 'session:1', true],
  ])(
    'says of the %s whose they are (%s), and whether they can be typed: %s',
    (side, connectionId, takesKeys) => {
      const { question, ask, onChange } = setUp()
      void ask([side])
      expect(question.status).toEqual({ error, renewal: 'Log in.', connectionId, takesKeys, asked: 1 })
      expect(onChange).toHaveBeenCalledOnce()
    },
  )

  test('goes on when it is told to, after the keys of that connection were renewed', async () => {
    const { question, ask, onChange } = setUp()
    const answer = ask(['destination'])
    const renewed: string[] = []
    question.goOn((connectionId) => renewed.push(connectionId))
    expect(await answer).toBe('go-on')
    expect([renewed, question.status, onChange.mock.calls.length]).toEqual([['session:1'], null, 2])
  })

  test('says how often it has asked', async () => {
    const { question, ask } = setUp()
    const first = ask(['destination'])
    question.goOn(() => undefined)
    await first
    void ask(['destination'])
    expect(question.status?.asked).toBe(2)
  })

  test('goes on waiting where the keys could not be taken', () => {
    const { question, ask } = setUp()
    void ask(['destination'])
    expect(() =>
      question.goOn(() => {
        throw new Error('No.')
      }),
    ).toThrow('No.')
    expect(question.status).not.toBeNull()
  })

  test('stops when it is cancelled', async () => {
    const { question, ask } = setUp()
    const cancel = new AbortController()
    const answer = ask(['source'], cancel.signal)
    cancel.abort()
    expect(await answer).toBe('stop')
    expect(question.status).toBeNull()
  })
})

test('a plan that waits for nothing can’t be told to go on', () => {
  const { question } = setUp()
  expect(question.status).toBeNull()
  expect(() => {
    question.goOn(() => undefined)
  }).toThrow(expect.objectContaining({ code: 'usage' }) as Error)
})
