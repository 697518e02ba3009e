import type { TransferTools } from './transfer.ts'

/** What tools have told of so far: bytes. */
export interface Counted {
  /** The same tools, counted from here on. */
  readonly tools: TransferTools
  /** Sent, fetched or kept, without what was taken back by now: to be taken back where all is begun anew. */
  moved(): number
  /** Those of them that an ended run had moved. */
  kept(): number
}

export function countMoved(tools: TransferTools): Counted {
  let sent = 0
  let kept = 0
  return {
    tools: {
      ...tools,
      onBytes: (count) => {
        sent += count
        tools.onBytes(count)
      },
      onTakeBack: (count) => {
        sent -= count
        tools.onTakeBack(count)
      },
      onKept: (count) => {
        kept += count
        tools.onKept(count)
      },
    },
    moved: () => sent + kept,
    kept: () => kept,
  }
}
