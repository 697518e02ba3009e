import type { TransferTools } from './transfer.ts'

/**
 * Counts a body as it goes out, so that a slow line is seen to move. One attempt: where it fails, what it counted is taken
 * back, and where it has come off, all of the body is counted.
 *
 * @param size of the body in bytes
 * @param send is given what to tell of bytes that went out; it may tell less, or nothing
 */
export async function countSent<Reply>(
  size: number,
  { onBytes, onTakeBack }: Pick<TransferTools, 'onBytes' | 'onTakeBack'>,
  send: (onSent: (bytes: number) => void) => Promise<Reply>,
): Promise<Reply> {
  let sent = 0
  let isOver = false
  try {
    const reply = await send((bytes) => {
      if (isOver) return
      const counted = Math.min(bytes, size - sent)
      sent += counted
      onBytes(counted)
    })
    onBytes(size - sent)
    return reply
  } catch (error) {
    if (sent > 0) onTakeBack(sent)
    throw error
  } finally {
    isOver = true
  }
}
