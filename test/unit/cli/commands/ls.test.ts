import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../shared/errors.ts'
import { localTime } from '../../../../main/cli/commands/ls.ts'
import { InMemory } from '../in-memory.ts'

function bucket(): InMemory {
  const memory = new InMemory()
  memory.put('B', 'a.txt', 'x'.repeat(1280))
  memory.put('B', 'd/b.txt', 'bb')
  memory.put('B', 'd/e/c.txt', '')
  memory.put('B', 'dx', 'y')
  return memory
}

const time = localTime(Date.UTC(2026, 5, 1))

describe('sluice ls, in the lines of aws s3 ls', () => {
  it.each<[string[], string[]]>([
    [['s3://B'], ['                           PRE d/', `${time}       1280 a.txt`, `${time}          1 dx`]],
    [['B'], ['                           PRE d/', `${time}       1280 a.txt`, `${time}          1 dx`]],
    [['s3://B/d/'], ['                           PRE e/', `${time}          2 b.txt`]],
    // A prefix need not end in a slash.
    [['s3://B/d'], ['                           PRE d/', `${time}          1 dx`]],
    [
      ['s3://B/d', '--recursive'],
      [`${time}          2 d/b.txt`, `${time}          0 d/e/c.txt`, `${time}          1 dx`],
    ],
    [['s3://B/a', '--human-readable'], [`${time}    1.2 KiB a.txt`]],
    [
      ['s3://B/a', '--human-readable', '--summarize'],
      [`${time}    1.2 KiB a.txt`, '', 'Total Objects: 1', '   Total Size: 1.2 KiB'],
    ],
  ])('%j', async (args, lines) => {
    const memory = bucket()
    expect(await memory.run('ls', ...args)).toBe(0)
    expect(memory.host.stdout.lines).toEqual(lines)
  })

  it('without an address lists buckets', async () => {
    const memory = bucket()
    memory.s3.makeBucket('A')
    expect(await memory.run('ls')).toBe(0)
    expect(memory.host.stdout.lines.map((line) => line.split(' ').at(-1)).sort()).toEqual(['A', 'B'])
  })

  it('nothing below a prefix is exit 1; an empty bucket is not', async () => {
    const memory = bucket()
    memory.s3.makeBucket('E')
    expect(await memory.run('ls', 's3://B/nothing')).toBe(1)
    expect(await memory.run('ls', 's3://E')).toBe(0)
    expect(memory.host.stdout.text + memory.host.stderr.text).toBe('')
  })

  it('goes through all pages, and tries a failed one again', async () => {
    const memory = new InMemory()
    for (let i = 0; i < 2500; i++) memory.put('B', `k${String(i).padStart(4, '0')}`, '')
    let failures = 2
    memory.s3.before = (op) => {
      if (op === 'listPage' && failures-- > 0)
        throw new SluiceError({ code: 'slow-down', message: 'Slower.' })
    }
    expect(await memory.run('ls', 's3://B', '--recursive')).toBe(0)
    expect(memory.host.stdout.lines).toHaveLength(2500)
    expect(memory.host.stdout.lines.at(-1)).toMatch(/ k2499$/)
  })

  it('stops asking when nobody reads any more', async () => {
    const memory = new InMemory()
    for (let i = 0; i < 2500; i++) memory.put('B', `k${i}`, '')
    memory.host.stdout.isClosed = true
    expect(await memory.run('ls', 's3://B', '--recursive')).toBe(0)
    expect(memory.s3.effects).toHaveLength(1)
  })

  it('escapes names, and says what is wrong as every command does', async () => {
    const memory = bucket()
    memory.put('B', 'z\n\u001b[2J', '')
    await memory.run('ls', 's3://B/z')
    expect(memory.host.stdout.text).toBe(`${time}          0 z\\n\\x1b[2J\n`)
    expect(await memory.run('ls', 's3://nope')).toBe(3)
    expect(memory.host.stderr.text).toContain('NoSuchBucket')
  })
})
