import type { RadosGateway } from '../servers/ceph.ts'
import type { Contestant, Kind } from './contestants.ts'
import type { Command, Measured } from './measure.ts'

/** What rows stand on: it is made once for a run of the bench, and taken away at its end. */
export interface Stage {
  readonly folder: string
  /** Small sizes, to see whether all of it works. */
  readonly quick: boolean
  /** Starts it when it is asked for first. */
  radosgw(): Promise<RadosGateway>
  /** The environment of a contestant, with a home of its own. */
  env(contestant: Contestant, endpoint: string): Promise<Record<string, string>>
  say(line: string): void
}

/** One run of a contestant, from nothing. */
export interface Attempt {
  readonly command: Command
  /** Why it does not count, from what the far end has seen; null where it does. */
  verdict(run: Measured): Promise<string | null>
  /** Takes away what it has made. */
  clear(): Promise<void>
}

/** A row of the table with its servers up and its files written. */
export interface OpenRow {
  attempt(contestant: Contestant): Promise<Attempt>
  close(): Promise<void>
}

export interface Row {
  readonly id: string
  readonly title: string
  /** Objects, for what one costs; null where that says nothing. */
  readonly objects: number | null
  readonly kinds: readonly Kind[]
  /** Counted rounds of all but Sluice, without a warm-up: for a row that takes them minutes. */
  readonly fewer?: number
  open(stage: Stage, signal: AbortSignal): Promise<OpenRow>
}

export const tools: readonly Kind[] = ['sluice', 'aws', 's5cmd', 'rclone']
export const toolsAndLoops: readonly Kind[] = [...tools, 'sdk', 'hand']

export const nothingToClear = (): Promise<void> => Promise.resolve()

/** Milliseconds each way to an endpoint that is far away. */
export const far = 50
