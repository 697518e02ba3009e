import { readdir, readFile } from 'node:fs/promises'

/** What a process held at a moment. */
interface Held {
  readonly memoryKiB: number
  readonly descriptors: number
}

/** What a process held while it ran; null where there is too little to tell, or no `/proc`. */
export interface Use {
  readonly samples: number
  /** The median of the last third of the run against that of the first, its first tenth as a warm-up left out. */
  readonly growth: { readonly memory: number; readonly descriptors: number } | null
  readonly mostMemoryKiB: number
  readonly mostDescriptors: number
}

/** Enough of them that a third says something. */
const fewest = 12

/** Looks at a process every quarter of a second, until it is stopped. */
export function watchProcess(pid: number | undefined): { stop(): Use } {
  const seen: Held[] = []
  const look = async (): Promise<void> => {
    try {
      const [status, descriptors] = await Promise.all([
        readFile(`/proc/${String(pid)}/status`, 'utf8'),
        readdir(`/proc/${String(pid)}/fd`),
      ])
      const memory = /VmRSS:\s*(\d+) kB/.exec(status)?.[1]
      if (memory !== undefined) seen.push({ memoryKiB: Number(memory), descriptors: descriptors.length })
    } catch {
      // Gone, or no Linux: what was seen so far stands.
    }
  }
  const timer = setInterval(() => void look(), 250)
  return {
    stop() {
      clearInterval(timer)
      return useOf(seen)
    },
  }
}

/** What a list of moments comes to. */
export function useOf(seen: readonly Held[]): Use {
  const warm = seen.slice(Math.floor(seen.length / 10))
  const third = Math.floor(warm.length / 3)
  const growth = (of: (held: Held) => number): number =>
    median(warm.slice(-third).map(of)) / median(warm.slice(0, third).map(of))
  return {
    samples: seen.length,
    growth:
      seen.length < fewest
        ? null
        : { memory: growth((held) => held.memoryKiB), descriptors: growth((held) => held.descriptors) },
    mostMemoryKiB: Math.max(0, ...seen.map(({ memoryKiB }) => memoryKiB)),
    mostDescriptors: Math.max(0, ...seen.map(({ descriptors }) => descriptors)),
  }
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
