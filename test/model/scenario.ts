import type { S3Op } from '../fakes/memory-s3.ts'
import type { FsOp } from '../fakes/memory-fs.ts'

/**
 * Names chosen to collide: by case, by Unicode form, by UTF-16 against UTF-8, by what looks encoded, by being a folder of
 * another. Shrinks to the first.
 */
export const names = [
  'a',
  'b',
  'a/x',
  'A',
  'a.',
  'd/e/f',
  '\u00e9',
  'e\u0301',
  '\uff5e',
  '\u{1f600}',
  'a%2Fb',
  'n\nl',
  `${'l'.repeat(250)}.long`,
] as const

/** Keys that are no plain path, for buckets alone (D-3). */
export const unplainNames = ['../esc', '..', 'a//b', './a', '/abs', 'd/'] as const

export type Direction = 'upload' | 'download' | 'copy'

/** What another program does to one of the two sides. */
export interface Edit {
  readonly side: 'source' | 'destination'
  readonly name: string
  /** Bytes of a new version; null takes it away. */
  readonly length: number | null
  /** Its time is long past. */
  readonly oldTime: boolean
  /** Of a file: its bytes change under whoever has it open, and it is not another file of the same name. */
  readonly inPlace: boolean
  /** Of a name that is there: as many bytes as before, under the old time, whatever `length` says. */
  readonly quiet?: boolean
}

/** What goes wrong with the nth call of a kind, and with the next few. */
export interface Fault {
  readonly op: S3Op | FsOp
  readonly nth: number
  readonly count: number
  readonly kind:
    | 'error'
    | 'slow'
    | 'lost-reply'
    | 'denied'
    | 'expired'
    | 'not-proved'
    | 'flip'
    | 'short'
    | 'io-error'
    | 'disk-full'
    | 'no-access'
}

/** Someone who changes the very file or object that the nth call of a kind is about, right before it. */
export interface Interloper {
  /** What it changes is of the same name on the other side. */
  readonly across: boolean
  readonly op: S3Op | FsOp
  readonly nth: number
  /** Bytes of a new version; null takes it away. */
  readonly length: number | null
  readonly inPlace: boolean
}

export interface SyncCommand {
  readonly kind: 'sync'
  readonly delete: boolean
  readonly dryRun: boolean
  readonly exclude: string | null
  readonly maxDelete: number | null
  /** Where it deletes. */
  readonly moves?: boolean
  readonly allowEmptySource: boolean
  readonly compare: 'default' | 'size-only' | 'exact-timestamps' | 'content' | 'no-overwrite'
  readonly faults: readonly Fault[]
  /** Killed at this step; null for not at all. */
  readonly killAt: number | null
  /** Asked to finish, or to stop, at this step. */
  readonly cancel: { readonly how: 'finish' | 'stop'; readonly at: number } | null
  /** Edits at steps of the run. */
  readonly edits: readonly { readonly at: number; readonly edit: Edit }[]
  readonly interlopers: readonly Interloper[]
  /** Whoever is asked for new credentials has them. */
  readonly renews?: boolean
}

/** Two runs of the pair at once. */
export interface TwoSyncs {
  readonly kind: 'two'
  readonly first: SyncCommand
  readonly second: SyncCommand
  /** The step of the first at which the second begins. */
  readonly startAt: number
}

/** Someone gives a file or object of the source another name, and it takes the place of what has that name. */
export interface Rename {
  readonly kind: 'rename'
  readonly from: string
  readonly to: string
}

export type Command = SyncCommand | TwoSyncs | Rename | { readonly kind: 'edit'; readonly edit: Edit }

export interface Scenario {
  readonly direction: Direction
  readonly quirks: 'aws' | 'radosgw'
  readonly versioned: boolean
  /** Of copies: the destination's identity may not read the source. */
  readonly twoIdentities: boolean
  readonly tree: readonly {
    readonly name: string
    readonly source: number | null
    readonly destination: number | null
    /** Both have the same bytes. */
    readonly same: boolean
    /** The destination has the source's bytes under this name too. */
    readonly oldName?: string | null
  }[]
  /** A link of this name at a local side that leads out of it; an unreadable folder of this name at a local source. */
  readonly link: string | null
  readonly unreadable: string | null
  readonly commands: readonly Command[]
  /** Bytes of a part; what is longer goes in parts. */
  readonly part: number
  /** Requests at once. */
  readonly lanes: number
  /** Most milliseconds of a call. */
  readonly latency: number
  /** Of latencies and jitter. */
  readonly seed: number
}
