import type { TransferTools } from './transfer.ts'

/** The same tools, and how many bytes they have told of so far: to be taken back where all is begun anew. */
export function countMoved(tools: TransferTools): { readonly tools: TransferTools; moved(): number } {
  let moved = 0
  const counting = (tell: (count: number) => void) => (count: number) => {
    moved += count
    tell(count)
  }
  return {
    tools: { ...tools, onBytes: counting(tools.onBytes), onKept: counting(tools.onKept) },
    moved: () => moved,
  }
}
