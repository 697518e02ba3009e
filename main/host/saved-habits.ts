import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { habitsSchema, type Habits } from '../../shared/endpoint-habits.ts'

/** How servers were seen to take requests, by their addresses; for the window and the command line. Nothing secret is in it. */
export interface SavedHabits {
  /** Empty where nothing is known of that server, or what is known can't be read. */
  of(address: string): Habits
  /** @throws Error where it can't be kept; it is known for as long as this process lasts. */
  keep(address: string, learnt: Habits): void
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  endpoints: z.record(z.string().max(2000), habitsSchema),
})
const laterSchema = z.object({ version: z.number().min(2) })

type Endpoints = Readonly<Record<string, Habits>>

/** Servers that are remembered; of more, those that were seen last. */
export const mostEndpoints = 200

/**
 * Keeps habits in `endpoints.json` of a folder, which only this user can read. A file that can't be understood is renamed to
 * `endpoints.damaged.json`; one of a later version is left alone, and nothing is kept. It is read once, when it is first
 * needed, and again before it is written, for another process may have learnt something, too: of one fact the later holds.
 */
export function savedHabitsIn(folder: string): SavedHabits {
  const path = join(folder, 'endpoints.json')
  let known: Endpoints | null = null
  const knownNow = (): Endpoints => (known ??= readOrNothing(path, folder))
  return {
    of: (address) => knownNow()[address] ?? {},
    keep(address, learnt) {
      const learning = (of: Endpoints): Endpoints =>
        within({ ...of, [address]: { ...of[address], ...learnt } })
      known = learning(knownNow())
      known = learning(later(read(path, folder), known))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const text = JSON.stringify({ version: 1, endpoints: known }, null, 2)
      const beside = `${path}.${process.pid}.new`
      try {
        writeFileSync(beside, `${text}\n`, { mode: 0o600, flag: 'wx' })
        renameSync(beside, path)
      } finally {
        rmSync(beside, { force: true })
      }
    },
  }
}

/** Of one fact about one server the one that was seen later. */
function later(one: Endpoints, other: Endpoints): Endpoints {
  const all = new Map(Object.entries(one))
  for (const [address, habits] of Object.entries(other)) {
    const newer = Object.entries(habits).filter(([name, { seen }]) => {
      const before = all.get(address)?.[name as keyof Habits]
      return before === undefined || before.seen <= seen
    })
    all.set(address, { ...all.get(address), ...(Object.fromEntries(newer) as Habits) })
  }
  return Object.fromEntries(all)
}

const lastSeen = (habits: Habits): number => Math.max(0, ...Object.values(habits).map(({ seen }) => seen))

function within(endpoints: Endpoints): Endpoints {
  const all = Object.entries(endpoints)
  if (all.length <= mostEndpoints) return endpoints
  return Object.fromEntries(all.sort(([, a], [, b]) => lastSeen(b) - lastSeen(a)).slice(0, mostEndpoints))
}

/** What can't be read is learnt anew; why it can't be is said when something is to be kept. */
function readOrNothing(path: string, folder: string): Endpoints {
  try {
    return read(path, folder)
  } catch {
    return {}
  }
}

/** @throws Error for a file that can't be read, or is of a later version */
function read(path: string, folder: string): Endpoints {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  const value = json(text)
  if (laterSchema.safeParse(value).success) throw new Error(`${path} is of a later version of Sluice`)
  const found = fileSchema.safeParse(value)
  if (found.success) return found.data.endpoints
  renameSync(path, join(folder, 'endpoints.damaged.json'))
  return {}
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
