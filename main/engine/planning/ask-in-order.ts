import type { Pair } from './merge-join.ts'

/** A pair that is waited for; `answer` is there when it has been. */
interface Waiting {
  answer?: Pair
  readonly done: Promise<void>
}

/**
 * Hands pairs on in their order, those that are asked about with the answer in them. All that a batch has to ask is begun
 * at once, and what is ready goes on before the next one has to be waited for: no more than a batch is ever held.
 *
 * @param ask bounds by itself how many it does at once; its pair has the key of the one it was given.
 * @throws the signal's reason, and whatever `ask` throws; nothing that was begun goes on then.
 */
export async function* askInOrder<Asked extends Pair>(
  batches: AsyncIterable<readonly Pair[]>,
  isAsked: (pair: Pair) => pair is Asked,
  ask: (pair: Asked, signal: AbortSignal) => Promise<Pair>,
  signal: AbortSignal,
): AsyncGenerator<readonly Pair[], void, undefined> {
  for await (const batch of batches) {
    if (!batch.some(isAsked)) {
      yield batch
      continue
    }
    const left = new AbortController()
    const either = AbortSignal.any([signal, left.signal])
    const waiting = batch.map((pair) => (isAsked(pair) ? begin(ask(pair, either)) : null))
    try {
      let ready: Pair[] = []
      for (const [i, pair] of batch.entries()) {
        const wait = waiting[i] ?? null
        if (wait === null) {
          ready.push(pair)
          continue
        }
        if (wait.answer === undefined && ready.length > 0) {
          yield ready
          ready = []
        }
        await wait.done
        ready.push(wait.answer ?? pair)
      }
      if (ready.length > 0) yield ready
    } finally {
      left.abort(new Error('No longer wanted.'))
      await Promise.allSettled(waiting.filter((wait) => wait !== null).map(({ done }) => done))
    }
  }
}

function begin(asked: Promise<Pair>): Waiting {
  const wait: Waiting = {
    done: asked.then((answer) => {
      wait.answer = answer
    }),
  }
  // Met when it is awaited, in its turn; until then it must not count as unhandled.
  wait.done.catch(() => undefined)
  return wait
}
