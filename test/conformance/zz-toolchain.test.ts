import { describe, expect, test } from 'vitest'
import { needs } from '../servers/needs.ts'
describe('outer', needs('radosgw'), () => {
  test('is there', async () => {
    await new Promise(r => setTimeout(r, 30000))
  })
})
