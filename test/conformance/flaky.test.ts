import { afterAll, expect } from 'vitest'
import { createRetry, defaultRetryPolicy } from '../../main/engine/running/retry.ts'
import type { Clock } from '../../main/engine/world.ts'
import type { SluiceError } from '../../shared/errors.ts'
import { MemoryS3, type S3Op } from '../fakes/memory-s3.ts'
import { RecordingLog } from '../fakes/memory-world.ts'
import { noAnswer, s3Error, type S3Call } from '../fakes/s3-error.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { bucketStore } from './bucket-store.ts'
import { asBucket, describeStore } from './store-suite.ts'

/** A clock on which every wait is over at once. */
function impatientClock(): Clock {
  let now = Date.UTC(2026, 0, 1)
  return {
    now: () => now,
    sleep: (ms, signal) => {
      signal.throwIfAborted()
      now += ms
      return Promise.resolve()
    },
    after: (_ms, callback) => {
      const timer = setImmediate(callback)
      return () => {
        clearImmediate(timer)
      }
    },
  }
}

/** Every third request fails on its way there, every fifth reply is lost, every third body breaks off half-way. */
class Faults {
  readonly #requests = { there: 0, back: 0, body: 0 }

  /** The faults that there were. */
  count = 0

  plague(server: MemoryS3): void {
    server.before = (op, bucket, key) => {
      if (this.#isTurn('there', 3)) throw this.#refusal(callOf(op, bucket, key))
    }
    server.after = (op, bucket, key) => {
      // Whether a Complete took place whose reply was lost is for the engine's own uploader to find out.
      if (op !== 'finishMultipart' && this.#isTurn('back', 5)) throw noAnswer(callOf(op, bucket, key))
    }
    server.body = (key, bytes) => (this.#isTurn('body', 3) ? brokenOff(key, bytes) : bytes)
  }

  #isTurn(where: 'there' | 'back' | 'body', every: number): boolean {
    const isTurn = ++this.#requests[where] % every === 0
    if (isTurn) this.count++
    return isTurn
  }

  #refusal(call: S3Call): SluiceError {
    switch (this.count % 3) {
      case 0:
        return s3Error('SlowDown', call)
      case 1:
        return s3Error('InternalError', call)
      default:
        return noAnswer(call)
    }
  }
}

function callOf(op: S3Op, bucket: string, key: string | undefined): S3Call {
  return { op, bucket, ...(key === undefined ? {} : { key }) }
}

async function* brokenOff(key: string, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  yield bytes.subarray(0, bytes.length / 2)
  throw noAnswer({ op: 'get', key })
}

const faults = new Faults()
const log = new RecordingLog()

describeStore('on a bucket in memory that fails every third time', asBucket, {}, () => {
  const clock = impatientClock()
  const server = new MemoryS3({ clock })
  server.makeBucket('flaky')
  faults.plague(server)
  const retry = createRetry(
    { clock, random: seededRandom(1), log },
    { policy: { ...defaultRetryPolicy, attempts: 20 } },
  )
  return bucketStore(server.connect(), 'flaky', retry, () => {
    expect(server.openBodies).toBe(0)
  })
})

afterAll(() => {
  // There was something to survive, and it was survived by trying again.
  expect(faults.count).toBeGreaterThan(1000)
  expect(log.events.filter(({ what }) => what === 'retry').length).toBeGreaterThan(1000)
})
