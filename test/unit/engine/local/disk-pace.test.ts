import { describe, expect, it } from 'vitest'
import { DiskPace } from '../../../../main/engine/local/disk-pace.ts'

/** Calls that take as long as they are told, and where each of them was made. */
function disk() {
  let now = 0
  const pace = new DiskPace(() => now)
  const call = (ms: number): Promise<'at once' | 'by the pool'> =>
    pace.call(
      () => {
        now += ms
        return 'at once' as const
      },
      () => Promise.resolve('by the pool' as const),
    )
  /** How many of so many calls were made at once. */
  const atOnce = async (count: number, ms: number): Promise<number> => {
    let made = 0
    for (let i = 0; i < count; i++) if ((await call(ms)) === 'at once') made++
    return made
  }
  return { pace, atOnce }
}

describe('calls to a disk', () => {
  it('are made at once while it is quick', async () => {
    expect(await disk().atOnce(5000, 0.02)).toBe(5000)
  })

  it('are left to the pool when it has to be waited for, and tried again later', async () => {
    const { atOnce } = disk()
    expect(await atOnce(1, 20)).toBe(1)
    expect(await atOnce(1024, 20)).toBe(0)
    expect(await atOnce(1, 20)).toBe(1)
    expect(await atOnce(2048, 20)).toBe(0)
    expect(await atOnce(64, 0.02)).toBe(64)
    expect(await atOnce(1, 20)).toBe(1)
    expect(await atOnce(1024, 20)).toBe(0)
  })

  it('are not left to it for one that took a little longer', async () => {
    const { atOnce } = disk()
    expect(await atOnce(1, 5)).toBe(1)
    expect(await atOnce(5000, 0.02)).toBe(5000)
  })

  it('wait no more than 65,536 calls for the next try', async () => {
    const { atOnce } = disk()
    for (let later = 1024; later < 65_536; later *= 2) {
      expect(await atOnce(1 + later, 20)).toBe(1)
    }
    expect(await atOnce(1 + 65_536, 20)).toBe(1)
    expect(await atOnce(1 + 65_536, 20)).toBe(1)
  })

  it('reject with what they throw', async () => {
    const { pace } = disk()
    const failing = pace.call(
      () => {
        throw new Error('EIO')
      },
      () => Promise.resolve(),
    )
    await expect(failing).rejects.toThrow('EIO')
  })
})
