import { describe, expect, it } from 'vitest'
import { InMemory } from './in-memory.ts'

/** A folder `site` with a page, a draft and an ignore file, and an empty bucket. */
function scene(ignore: string | null) {
  const here = new InMemory()
  here.plant({
    'site/index.html': 'x',
    'site/a.draft': 'x',
    'other-rules': 'index.html\n',
    ...(ignore === null ? {} : { 'site/.sluiceignore': ignore }),
  })
  here.s3.makeBucket('www')
  return here
}

describe('sluice sync of a folder with an ignore file', () => {
  it('leaves out what it says, and itself, and says that it is read', async () => {
    const here = scene('*.draft\n')
    expect(await here.run('sync', 'site', 's3://www')).toBe(0)
    expect(here.keys('www')).toEqual(['index.html'])
    expect(here.host.stderr.text).toContain('note: .sluiceignore is read: 1 rule.')
  })

  it('deletes nothing that it leaves out', async () => {
    const here = scene('*.draft\n')
    here.put('www', 'old.draft', 'x')
    here.put('www', 'old.html', 'x')
    expect(await here.run('sync', 'site', 's3://www', '--delete')).toBe(0)
    expect(here.keys('www')).toEqual(['index.html', 'old.draft'])
  })

  it('gives filters of the command line the last word', async () => {
    const here = scene('*.draft\n')
    await here.run('sync', 'site', 's3://www', '--include', '*.draft')
    expect(here.keys('www')).toEqual(['a.draft', 'index.html'])
  })

  it('takes another file where one is named', async () => {
    const here = scene('*.draft\n')
    await here.run('sync', 'site', 's3://www', '--ignore-file', 'other-rules')
    expect(here.keys('www')).toEqual(['a.draft'])
  })

  it('does as aws does with --no-ignore-file', async () => {
    const here = scene('*.draft\n')
    await here.run('sync', 'site', 's3://www', '--no-ignore-file')
    expect(here.keys('www')).toEqual(['.sluiceignore', 'a.draft', 'index.html'])
    expect(here.host.stderr.text).not.toContain('note')
  })

  it('does as aws does without such a file', async () => {
    const here = scene(null)
    await here.run('sync', 'site', 's3://www')
    expect(here.keys('www')).toEqual(['a.draft', 'index.html'])
    expect(here.host.stderr.text).not.toContain('note')
  })

  it('transfers nothing where the file that is named is not there', async () => {
    const here = scene(null)
    expect(await here.run('sync', 'site', 's3://www', '--ignore-file', 'gone')).toBe(252)
    expect(here.keys('www')).toEqual([])
  })

  it('reads none for a single file', async () => {
    const here = scene('*\n')
    expect(await here.run('cp', 'site/index.html', 's3://www/')).toBe(0)
    expect(here.keys('www')).toEqual(['index.html'])
  })
})
