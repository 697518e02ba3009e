import { parseArgs } from 'node:util'
import { kinds } from './contestants.ts'
import type { Kind } from './contestants.ts'

export interface BenchOptions {
  /** Ids of rows; all where none is named. */
  readonly rows: readonly string[]
  /** That count. */
  readonly rounds: number
  /** Who runs beside Sluice; null for everyone who is installed. */
  readonly peers: readonly Kind[] | null
  /** Where the figures are written as JSON. */
  readonly json: string
  readonly quick: boolean
  readonly writeDocs: boolean
  /** The row in which Sluice runs alone, under the profiler. */
  readonly profile: string | null
}

export type Parsed = { readonly options: BenchOptions } | { readonly wrong: string }

/**
 * Reads the arguments of `npm run bench`. A name of a row means it and its parts: `B1` is `B1-2k` and `B1-10k`.
 * @param known ids of all rows
 */
export function parseOptions(args: readonly string[], known: readonly string[]): Parsed {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        peers: { type: 'string' },
        json: { type: 'string', default: 'test-results/bench.json' },
        quick: { type: 'boolean', default: false },
        'write-docs': { type: 'boolean', default: false },
        profile: { type: 'string' },
      },
    })
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
  const { values, positionals } = parsed
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5))
  if (!Number.isInteger(rounds) || rounds < 1)
    return { wrong: `--rounds ${values.rounds ?? ''}: not a number of rounds` }
  const asked = values.profile === undefined ? positionals : [values.profile]
  const chosen = asked.map((name) => known.filter((id) => id === name || id.startsWith(`${name}-`)))
  const unknown = asked.filter((_, n) => chosen[n]?.length === 0)
  if (unknown.length > 0)
    return { wrong: `There is no row called ${unknown.join(', ')}. The rows: ${known.join(', ')}.` }
  const rows = known.filter((id) => asked.length === 0 || chosen.flat().includes(id))
  const peers = values.peers?.split(',').filter((name) => name !== '') ?? null
  const strangers = peers?.filter((name) => !isKind(name)) ?? []
  if (strangers.length > 0)
    return {
      wrong: `There is no peer called ${strangers.join(', ')}. The peers: ${kinds.slice(1).join(', ')}.`,
    }
  return {
    options: {
      rows,
      rounds,
      peers: peers?.filter(isKind) ?? null,
      json: values.json,
      quick: values.quick,
      writeDocs: values['write-docs'],
      profile: values.profile === undefined ? null : (rows[0] ?? null),
    },
  }
}

const isKind = (name: string): name is Kind => kinds.some((kind) => kind === name)
