import { describe, expect, test } from 'vitest'
import { s3Error } from '../../fakes/s3-error.ts'
import { InMemory } from './in-memory.ts'

/** A folder to upload, a terminal, and keys that hold again after so many lines were asked for. */
function expiring({ renewedAfter = 1, terminals = true } = {}) {
  const memory = new InMemory()
  const { host, s3 } = memory
  s3.makeBucket('B')
  memory.plant({ 'src/a.txt': 'a', 'src/b.txt': 'b' })
  host.stdin.isTerminal = host.stderr.isTerminal = terminals
  s3.before = (op, bucket) => {
    if (op === 'put' && host.stdin.asked < renewedAfter) throw s3Error('ExpiredToken', { op, bucket })
  }
  return memory
}

describe('F78 on a terminal', () => {
  test('a run whose credentials expire says what to do, waits for Enter, and goes on', async () => {
    const memory = expiring()
    memory.host.stdin.typed.push('')
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
    expect(memory.keys('B')).toEqual(['a.txt', 'b.txt'])
    expect(memory.host.stdin.asked).toBe(1)
    expect(memory.host.stderr.text).toMatch(
      /paused: put was answered ExpiredToken\.\n {2}Then press Enter: it goes on where it is\. Ctrl-C stops it\.\n/,
    )
  })

  test('it waits again while they are none', async () => {
    const memory = expiring({ renewedAfter: 3 })
    memory.host.stdin.typed.push('', '', '')
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
    expect(memory.host.stdin.asked).toBe(3)
  })

  test('it stops where the input ends: exit 4', async () => {
    const memory = expiring()
    expect(await memory.run('sync', 'src', 's3://B')).toBe(4)
    expect(memory.keys('B')).toEqual([])
  })

  test('it stops at Ctrl-C: exit 130', async () => {
    const memory = expiring()
    const { host, world } = memory
    host.stdin.endless = true
    const interrupted = (): void => {
      if (host.stdin.asked > 0) host.signal('SIGINT')
      else world.clock.after(100, interrupted)
    }
    world.clock.after(2000, interrupted)
    expect(await memory.run('sync', 'src', 's3://B')).toBe(130)
    expect(memory.keys('B')).toEqual([])
  })

  test('no progress is drawn over the question', async () => {
    const memory = expiring()
    const { host, world } = memory
    host.stdin.readLine = async (signal) => {
      host.stdin.asked++
      const said = host.stderr.text
      await world.clock.sleep(60_000, signal)
      expect(host.stderr.text).toBe(said)
      return ''
    }
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
  })
})

test.each<[string, { terminals?: boolean }, string[]]>([
  ['without a terminal', { terminals: false }, []],
  ['with --quiet', {}, ['--quiet']],
  ['with --only-show-errors', {}, ['--only-show-errors']],
  ['with --json', {}, ['--json']],
])('F78 %s nobody is asked: exit 4', async (_, set, flags) => {
  const memory = expiring(set)
  memory.host.stdin.typed.push('')
  expect(await memory.run('sync', 'src', 's3://B', ...flags)).toBe(4)
  expect(memory.host.stdin.asked).toBe(0)
})
