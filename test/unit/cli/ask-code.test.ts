import { describe, expect, test } from 'vitest'
import { codeFromTerminal } from '../../../main/cli/ask-code.ts'
import { FakeHost } from './fake-host.ts'

const serial = 'arn:aws:iam::123456789012:mfa/me'

function onTerminal(...typed: string[]): FakeHost {
  const host = new FakeHost()
  host.stdin.isTerminal = host.stderr.isTerminal = true
  host.stdin.typed.push(...typed)
  return host
}

describe('the code of a second factor', () => {
  test('is asked for on a terminal, by the name of its device', async () => {
    const host = onTerminal(' 123456 ')
    expect(await codeFromTerminal(host).askCode?.(serial)).toBe('123456')
    expect(host.stderr.text).toContain(`Code of the second factor ${serial}: `)
  })

  test.each([
    ['stdin', false, true],
    ['stderr', true, false],
  ])('is not asked for where %s is no terminal', (_, stdin, stderr) => {
    const host = onTerminal()
    host.stdin.isTerminal = stdin
    host.stderr.isTerminal = stderr
    expect(codeFromTerminal(host)).toEqual({})
  })

  test('that was not given ends it', async () => {
    await expect(codeFromTerminal(onTerminal('')).askCode?.(serial)).rejects.toMatchObject({
      code: 'no-credentials',
    })
    await expect(codeFromTerminal(onTerminal()).askCode?.(serial)).rejects.toMatchObject({
      code: 'no-credentials',
    })
  })

  test('is asked for one after the other, where both sides of a copy need one', async () => {
    const { askCode } = codeFromTerminal(onTerminal('111111', '222222'))
    expect(await Promise.all([askCode?.('a'), askCode?.('b')])).toEqual(['111111', '222222'])
  })

  test('is waited for no longer when the run is stopped', async () => {
    const host = onTerminal()
    host.stdin.endless = true
    const asked = codeFromTerminal(host).askCode?.(serial)
    await new Promise(setImmediate)
    host.signal('SIGINT')
    await expect(asked).rejects.toThrow('Cancelled.')
  })
})
