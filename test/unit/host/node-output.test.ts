import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { nodeOutput } from '../../../main/host/node-output.ts'

/** A stream that takes each write when told to. */
function slowStream(): { stream: Writable; taken: string[]; take: (error?: Error) => void } {
  const taken: string[] = []
  let waiting: (() => void) | null = null
  const stream = new Writable({
    highWaterMark: 4,
    write(chunk: Buffer, _encoding, done) {
      waiting = () => {
        taken.push(chunk.toString())
        done()
      }
    },
  })
  const take = (error?: Error): void => {
    if (error) stream.destroy(error)
    const go = waiting
    waiting = null
    if (!error) go?.()
  }
  return { stream, taken, take }
}

describe('an output', () => {
  it('that is no terminal says so, and is 80 wide', () => {
    expect(nodeOutput(new Writable())).toMatchObject({ isTerminal: false, columns: 80, isClosed: false })
  })

  it('asks the writer to wait while its reader is behind', async () => {
    const { stream, taken, take } = slowStream()
    const output = nodeOutput(stream)
    expect(output.write('ab')).toBeUndefined()
    const room = output.write('cdef')
    expect(room).toBeInstanceOf(Promise)
    take()
    await new Promise(setImmediate)
    take()
    await room
    expect(taken).toEqual(['ab', 'cdef'])
  })

  it('is flushed when everything before is taken', async () => {
    const { stream, taken, take } = slowStream()
    const output = nodeOutput(stream)
    void output.write('ab')
    let flushed = false
    const flush = output.flush().then(() => (flushed = true))
    await new Promise(setImmediate)
    expect(flushed).toBe(false)
    take()
    await new Promise(setImmediate)
    take()
    await flush
    expect(taken[0]).toBe('ab')
  })

  it('whose reader went away drops what follows, and lets no one wait', async () => {
    const { stream, take } = slowStream()
    const output = nodeOutput(stream)
    const room = output.write('abcdef')
    const flush = output.flush()
    take(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await Promise.all([room, flush])
    expect(output.isClosed).toBe(true)
    expect(output.write('more')).toBeUndefined()
    await output.flush()
  })
})
