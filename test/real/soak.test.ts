import { describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
import { radosgw } from '../servers/radosgw.ts'
import { soak, whatGrew } from './soak.ts'

describe('one process of the engine, sync after sync', needs('radosgw', 'linux'), () => {
  test('holds no more after fifteen worlds than before', { timeout: 600_000 }, async () => {
    const soaked = await soak(radosgw(), 1, { minutes: 10, worlds: 15 })
    expect(soaked.wrong).toEqual([])
    expect(soaked.worlds).toBe(15)
    expect(whatGrew(soaked.rests)).toEqual([])
  })
})
