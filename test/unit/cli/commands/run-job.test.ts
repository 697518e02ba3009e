import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../shared/errors.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
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

describe('the settings of the profile', () => {
  const bad = new SluiceError({
    code: 'usage',
    message: 'Value for multipart_threshold must be a positive integer: 0',
    advice: 'Write it as 8MB.',
  })

  it('that make no sense end a run before anything is asked of the server', async () => {
    const memory = tree()
    memory.transfer = () => Promise.reject(bad)
    expect(await memory.run('sync', 'src', 's3://B')).toBe(252)
    expect(memory.s3.effects).toEqual([])
    expect(memory.host.stderr.text).toContain(bad.message)
    expect(memory.host.stderr.text).toContain('Write it as 8MB.')
  })

  it('say in which parts a file goes', async () => {
    const memory = tree()
    memory.plant({ 'src/large': { file: Buffer.alloc(6 * 1024 * 1024) } })
    memory.transfer = () =>
      Promise.resolve({
        ...defaultTransferSettings,
        multipartThreshold: 6 * 1024 * 1024,
        multipartChunksize: 5 * 1024 * 1024,
      })
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
    expect(memory.s3.effects.filter(({ op, done }) => op === 'putPart' && done)).toHaveLength(2)
  })
})

it('signals are watched until all is said: a second one does not cut the report off', async () => {
  const memory = tree()
  const { host } = memory
  let said = ''
  host.stdout.flush = () => {
    if (host.listeners > 0) said = host.stdout.text
    return Promise.resolve()
  }
  expect(await memory.run('sync', 'src', 's3://B', '--json')).toBe(0)
  expect(said).toContain('"type":"report"')
  expect(host.listeners).toBe(0)
})
