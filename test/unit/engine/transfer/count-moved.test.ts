import { expect, test } from 'vitest'
import { countMoved } from '../../../../main/engine/transfer/count-moved.ts'
import type { TransferTools } from '../../../../main/engine/transfer/transfer.ts'

test('what was taken back by now is not taken back again', () => {
  let total = 0
  const tools = {
    onBytes: (count: number) => (total += count),
    onTakeBack: (count: number) => (total -= count),
    onKept: (count: number) => (total += count),
  } as unknown as TransferTools
  const counted = countMoved(tools)
  counted.tools.onKept(5)
  counted.tools.onBytes(40)
  counted.tools.onTakeBack(40)
  counted.tools.onBytes(7)
  expect([counted.moved(), counted.kept(), total]).toEqual([12, 5, 12])
})
