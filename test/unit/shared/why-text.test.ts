import { describe, expect, it } from 'vitest'
import { whyText } from '../../../shared/why-text.ts'
import { row } from '../cli/rows.ts'

describe('why a row is there', () => {
  it('names both sizes when they differ', () => {
    const differs = row({
      reason: 'size-differs',
      source: { size: 1, modified: 0 },
      destination: { size: 2048, modified: 0 },
    })
    expect(whyText(differs)).toBe('size differs: source 1 Byte, destination 2.0 KiB')
  })

  it('is in words', () => {
    expect(whyText(row({ reason: 'source-newer' }))).toBe('same size, but the source is newer')
    expect(whyText(row({ reason: 'only-dest' }))).toBe('the source does not have it')
  })
})
