import { expect, it } from 'vitest'
import { s3Error } from '../../fakes/s3-error.ts'
import { InMemory } from './in-memory.ts'

it('a dry run says on stderr what the whole plan looks like, and a run does not', async () => {
  const here = new InMemory()
  const names = Array.from({ length: 25 }, (_, i) => `f${i}`)
  for (const name of names) here.put('www', name, 'same')
  const modified = here.world.clock.now() + 7_200_000
  here.plant(Object.fromEntries(names.map((name) => [`site/${name}`, { file: 'same', modified }])))
  await here.run('sync', 'site', 's3://www', '--dryrun')
  expect(here.host.stderr.text).toMatch(
    /hint: 25 rows differ in time only, nearly all by 2 h, the source later/,
  )
  expect(here.host.stderr.text).toContain('--size-only or --compare content')
  expect(here.host.stdout.text).not.toContain('hint')
  await here.run('sync', 'site', 's3://www')
  expect(here.host.stderr.text).not.toContain('hint')
})

it.each([
  [['--acl', 'public-read'], /hint: The bucket www takes no ACLs .* with --acl public-read every write/],
  [['--grants', 'read=id=x'], /hint: The bucket www takes no ACLs .* with --grants every write/],
  [['--acl', 'bucket-owner-full-control'], null],
  [[], null],
])('a bucket that takes no ACLs is told of before a run, and in a dry run, with %j', async (flags, hint) => {
  const here = new InMemory()
  here.s3.makeBucket('www').ownerEnforced = true
  here.plant({ 'site/a': 'a' })
  for (const more of [['--dryrun'], []]) {
    here.s3.effects.length = 0
    await here.run('sync', 'site', 's3://www', ...flags, ...more)
    if (hint === null) expect(here.host.stderr.text).not.toContain('hint')
    else expect(here.host.stderr.text.split('hint:')).toHaveLength(2)
    if (hint !== null) expect(here.host.stderr.text).toMatch(hint)
    // Nothing is asked where no ACL is.
    const asked = here.s3.effects.filter(({ op }) => op === 'ownership')
    expect(asked).toHaveLength(hint === null ? 0 : 1)
  }
})

it('where it can not be asked there is no hint', async () => {
  const here = new InMemory()
  here.s3.makeBucket('www').ownerEnforced = true
  here.plant({ 'site/a': 'a' })
  here.s3.before = (op, bucket) => {
    if (op === 'ownership') throw s3Error('AccessDenied', { op, bucket })
  }
  expect(await here.run('sync', 'site', 's3://www', '--acl', 'public-read')).toBe(0)
  expect(here.host.stderr.text).not.toContain('hint')
})

it('a plan that could not be kept for the rules of its ignore file is not made', async () => {
  const here = new InMemory()
  here.put('www', 'a', 'a')
  here.plant({ 'site/a': 'a', 'site/.sluiceignore': 'x\n'.repeat(10_001) })
  here.s3.effects.length = 0
  expect(await here.run('plan', 'site', 's3://www', '-o', 'p.sluice')).toBe(252)
  expect(here.host.stderr.text).toContain('.sluiceignore has 10,001 rules')
  expect(here.s3.effects).toEqual([])
})
