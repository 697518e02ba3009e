import { expect, it } from 'vitest'
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
