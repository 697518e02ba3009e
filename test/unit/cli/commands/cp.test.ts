import { describe, expect, it } from 'vitest'
import { InMemory } from '../in-memory.ts'

function tree(): InMemory {
  const memory = new InMemory()
  memory.s3.makeBucket('B')
  memory.plant({
    'src/a.txt': 'a',
    'src/a.txt.bak': 'x',
    'src/[1]*.txt': 'g',
    'src/d/a.txt': 'deep',
    'here.txt': 'h',
  })
  return memory
}

describe('sluice cp of one file', () => {
  it.each([
    ['src/a.txt', 's3://B', 'upload: src/a.txt to s3://B/a.txt'],
    ['src/a.txt', 's3://B/', 'upload: src/a.txt to s3://B/a.txt'],
    ['src/a.txt', 's3://B/dir/', 'upload: src/a.txt to s3://B/dir/a.txt'],
    ['src/a.txt', 's3://B/dir/a.txt', 'upload: src/a.txt to s3://B/dir/a.txt'],
    ['here.txt', 's3://B/dir/', 'upload: ./here.txt to s3://B/dir/here.txt'],
    // to another name
    ['src/a.txt', 's3://B/dir/b.html', 'upload: src/a.txt to s3://B/dir/b.html'],
    // its name is no pattern
    ['src/[1]*.txt', 's3://B', 'upload: src/[1]*.txt to s3://B/[1]*.txt'],
  ])('%s to %s', async (source, destination, line) => {
    const memory = tree()
    expect(await memory.run('cp', source, destination)).toBe(0)
    expect(memory.host.stdout.lines).toEqual([line])
    expect(memory.host.stderr.text).toBe('')
  })

  it.each([
    ['s3://B/k/a.txt', '.', 'download: s3://B/k/a.txt to ./a.txt'],
    ['s3://B/k/a.txt', 'src', 'download: s3://B/k/a.txt to src/a.txt'],
    ['s3://B/k/a.txt', 'new/', 'download: s3://B/k/a.txt to new/a.txt'],
    ['s3://B/k/a.txt', 'new/a.txt', 'download: s3://B/k/a.txt to new/a.txt'],
    ['s3://B/k/a.txt', 'new/z', 'download: s3://B/k/a.txt to new/z'],
    ['s3://B/k/a.txt', 's3://C/x/y', 'copy: s3://B/k/a.txt to s3://C/x/y'],
    // below its own prefix, which is no overlap for one object
    ['s3://B/k/a.txt', 's3://B/k/old/', 'copy: s3://B/k/a.txt to s3://B/k/old/a.txt'],
    ['s3://B/k/a.txt', 's3://C/x/', 'copy: s3://B/k/a.txt to s3://C/x/a.txt'],
  ])('%s to %s', async (source, destination, line) => {
    const memory = tree()
    memory.put('B', 'k/a.txt', 'a')
    memory.put('B', 'k/b.txt', 'b')
    memory.s3.makeBucket('C')
    expect(await memory.run('cp', source, destination)).toBe(0)
    expect(memory.host.stdout.lines).toEqual([line])
  })

  it('looks at that one name, and lists nothing', async () => {
    const memory = tree()
    memory.put('B', 'k/a.txt', 'a')
    await memory.run('cp', 's3://B/k/a.txt', 'new/')
    await memory.run('cp', 'src/a.txt', 's3://B/c.html')
    expect(memory.s3.effects.filter(({ op }) => op === 'listPage')).toEqual([])
    expect(memory.s3.buckets.get('B')?.current('c.html')?.contentType).toBe('text/plain')
  })

  it('copies again what is there already: nothing is compared', async () => {
    const memory = tree()
    await memory.run('cp', 'src/a.txt', 's3://B')
    expect(await memory.run('cp', 'src/a.txt', 's3://B')).toBe(0)
    expect(memory.host.stdout.lines).toHaveLength(1)
  })

  it.each<[string, string, number, string[]]>([
    ['nope.txt', 's3://B', 3, ['The user-provided path nope.txt does not exist.']],
    ['src', 's3://B', 252, ['src is a folder.', '--recursive']],
    ['s3://B', 'dst', 252, ['s3://B names no object.', '--recursive']],
    ['s3://B/k/', 'dst', 252, ['s3://B/k/ names no object.', '--recursive']],
    ['s3://B/k/gone', 'dst/', 1, ['There is no object s3://B/k/gone.', 'sluice ls s3://B/k/']],
    ['src/a.txt', 'dst', 252, ['Both sides are on this machine']],
  ])('%s to %s is refused', async (source, destination, exit, said) => {
    const memory = tree()
    expect(await memory.run('cp', source, destination)).toBe(exit)
    for (const text of said) expect(memory.host.stderr.text).toContain(text)
    expect(memory.s3.changes()).toEqual([])
  })
})

describe('sluice cp --recursive', () => {
  it('copies everything below, filters in force, and deletes nothing', async () => {
    const memory = tree()
    memory.put('B', 'p/old', 'x')
    for (let time = 0; time < 2; time++) {
      expect(
        await memory.run('cp', 'src', 's3://B/p', '--recursive', '--exclude', '*.bak', '--exclude', '[[]*'),
      ).toBe(0)
      expect(memory.host.stdout.lines.sort()).toEqual([
        'upload: src/a.txt to s3://B/p/a.txt',
        'upload: src/d/a.txt to s3://B/p/d/a.txt',
      ])
    }
    expect(memory.keys('B')).toEqual(['p/a.txt', 'p/d/a.txt', 'p/old'])
  })

  it('shows it first with --dryrun', async () => {
    const memory = tree()
    expect(await memory.run('cp', 'src', 's3://B', '--recursive', '--dryrun')).toBe(0)
    expect(memory.host.stdout.lines).toHaveLength(4)
    expect(memory.s3.changes()).toEqual([])
  })
})
