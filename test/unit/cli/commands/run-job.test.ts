import { describe, expect, it } from 'vitest'
import { InMemory } from '../in-memory.ts'

function tree(): InMemory {
  const memory = new InMemory()
  memory.s3.makeBucket('B')
  memory.plant({ 'src/a.txt': 'a' })
  memory.host.othersRun = true
  return memory
}

describe('while another run of the same pair is under way', () => {
  it('a run that deletes does nothing, and says who is in its way', async () => {
    const memory = tree()
    expect(await memory.run('sync', 'src', 's3://B', '--delete')).toBe(5)
    expect(memory.s3.effects).toEqual([])
    expect(memory.host.stderr.text).toContain('Another run that deletes is under way')
    expect(memory.host.stderr.text).toContain('try again')
  })

  it.each([[['--dryrun', '--delete']], [[]]])('a run with %j goes on', async (flags) => {
    expect(await tree().run('sync', 'src', 's3://B', ...flags)).toBe(0)
  })
})
