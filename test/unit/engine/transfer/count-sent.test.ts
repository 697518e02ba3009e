import { describe, expect, test } from 'vitest'
import { countSent } from '../../../../main/engine/transfer/count-sent.ts'

function counter() {
  const counts: number[] = []
  return {
    counts,
    tools: {
      onBytes: (count: number) => counts.push(count),
      onTakeBack: (count: number) => counts.push(-count),
    },
  }
}

describe('a body that is sent', () => {
  test('is counted as it goes out, and whole when it has come off', async () => {
    const { counts, tools } = counter()
    const reply = await countSent(10, tools, (onSent) => {
      onSent(4)
      onSent(3)
      return Promise.resolve('reply')
    })
    expect([reply, counts]).toEqual(['reply', [4, 3, 3]])
  })

  test('is taken back where it has failed, and counted no more', async () => {
    const { counts, tools } = counter()
    let tell: (bytes: number) => void = () => undefined
    const sending = countSent(10, tools, (onSent) => {
      tell = onSent
      onSent(4)
      return Promise.reject(new Error('reset'))
    })
    await expect(sending).rejects.toThrow('reset')
    tell(3)
    expect(counts).toEqual([4, -4])
  })

  test('counts for no more than it is, though it was sent twice', async () => {
    const { counts, tools } = counter()
    await countSent(10, tools, (onSent) => {
      onSent(8)
      onSent(8)
      return Promise.resolve()
    })
    expect(counts.reduce((sum, count) => sum + count)).toBe(10)
  })
})
