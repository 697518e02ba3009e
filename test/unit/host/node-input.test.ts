import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { nodeInput } from '../../../main/host/node-input.ts'

const never = new AbortController().signal

function typing() {
  const stream = new PassThrough()
  return { stream, input: nodeInput(() => stream, true) }
}

describe('stdin', () => {
  it('gives a line when it is typed, without its end', async () => {
    const { stream, input } = typing()
    const line = input.readLine(never)
    stream.write('ye')
    stream.write('s\r\n')
    expect(await line).toBe('yes')
    const empty = input.readLine(never)
    stream.write('\n')
    expect(await empty).toBe('')
  })

  it('is read only while a line is wanted', async () => {
    const { stream, input } = typing()
    expect(stream.readableFlowing).toBeNull()
    const line = input.readLine(never)
    expect(stream.readableFlowing).toBe(true)
    stream.write('\n')
    await line
    expect([stream.readableFlowing, stream.listenerCount('data')]).toEqual([false, 0])
  })

  it('gives null where it has ended, or fails', async () => {
    const [ended, failed] = [typing(), typing()]
    ended.stream.end()
    const line = failed.input.readLine(never)
    failed.stream.destroy(new Error('EIO'))
    expect(await Promise.all([ended.input.readLine(never), line])).toEqual([null, null])
  })

  it('is let go when nobody waits for the line any more', async () => {
    const { stream, input } = typing()
    const stop = new AbortController()
    const line = input.readLine(stop.signal)
    stop.abort(new Error('Left.'))
    await expect(line).rejects.toThrow('Left.')
    expect(stream.listenerCount('data')).toBe(0)
    await expect(input.readLine(stop.signal)).rejects.toThrow('Left.')
  })
})
