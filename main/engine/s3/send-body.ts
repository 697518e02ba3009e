import type { ClientRequest } from 'node:http'
import type { Bandwidth } from '../running/bandwidth.ts'

/** What a body meets on its way out. */
export interface WayOut {
  readonly bandwidth: Bandwidth | null
  /** A signal that aborts when the exchange is over; asked for where the body has to wait. */
  over(): AbortSignal
  /** It waits for the bandwidth, which is no standstill. */
  onWait(): void
  /** It goes on, or a slice of so many bytes went out. */
  onMoved(bytes?: number): void
}

/** Small enough that even a slow line moves one within the stall time. */
const sliceSize = 256 * 1024
/** Small enough that many bodies share a narrow bandwidth without one of them falling silent for long. */
const limitedSliceSize = 16 * 1024

/** Sends a body slice by slice: a slice that went out is how progress is seen. */
export function sendBody(sent: ClientRequest, body: Uint8Array | null, way: WayOut): void {
  if (body === null) {
    sent.end()
    return
  }
  let position = 0
  const send = (slice: Uint8Array): void => {
    if (sent.destroyed) return
    if (position === body.length) {
      sent.end(slice)
      return
    }
    sent.write(slice, (error) => {
      if (error) return
      way.onMoved(slice.length)
      next()
    })
  }
  const next = (): void => {
    if (sent.destroyed) return
    const isLimited = way.bandwidth !== null && way.bandwidth.perSecond !== null
    const slice = body.subarray(position, position + (isLimited ? limitedSliceSize : sliceSize))
    position += slice.length
    const wait = isLimited ? way.bandwidth.take(slice.length, way.over()) : undefined
    if (wait === undefined) {
      send(slice)
      return
    }
    way.onWait()
    wait.then(
      () => {
        way.onMoved()
        send(slice)
      },
      // The exchange is over, and says by itself why.
      () => undefined,
    )
  }
  next()
}
