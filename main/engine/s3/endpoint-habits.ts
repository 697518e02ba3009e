import type { HabitName, Habits, HabitValue } from '../../../shared/endpoint-habits.ts'
import type { Clock, Log } from '../world.ts'

/** Where habits are kept from run to run, by the addresses of servers (`endpointAddress`). */
export interface KeptHabits {
  of(address: string): Habits
  /** @throws Error where they can't be kept */
  keep(address: string, learnt: Habits): void
}

const day = 86_400_000

/** What is known of one server, and what is learnt of it. */
export interface EndpointHabits {
  /** Null where it is not known, or too long ago. */
  find<Name extends HabitName>(name: Name): HabitValue<Name> | null
  learn<Name extends HabitName>(name: Name, value: HabitValue<Name>): void
  /** All that is believed of it. */
  known(): Habits
}

/** Amazon's own are known, and not asked: what they answer says nothing new. */
const habitsOfAmazon: { readonly [Name in HabitName]: HabitValue<Name> | null } = {
  addressing: null,
  checksums: 'kept',
  create: 'held',
  replace: 'held',
  finishNew: 'held',
  finishOver: 'held',
  copyNew: 'held',
  copyOver: 'held',
  copyFrom: 'held',
}

export const amazonsHabits: EndpointHabits = {
  find: (name) => habitsOfAmazon[name],
  learn: () => undefined,
  known: () => ({}),
}

/**
 * Habits of a server that is not Amazon's. What it has refused is tried again after a week, for a server can be upgraded;
 * all else is believed for 90 days after it was last seen. What is seen now always wins, but that a condition which was
 * held is refused: that is believed when it is seen twice by one run of the program.
 */
export function habitsAt(
  endpoint: string,
  kept: KeptHabits,
  { clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log?: Log },
): EndpointHabits {
  const address = endpointAddress(endpoint)
  const ofIt = (): Habits => (address === null ? {} : kept.of(address))
  const isBelieved = ({ value, seen }: NonNullable<Habits[HabitName]>): boolean => {
    const age = clock.now() - seen
    // One from the future was written by a clock that was wrong.
    return age >= 0 && age < lastsFor(value)
  }
  /** What was held until now and has been refused once since: a proxy on the way may have done that. */
  const doubted = new Set<HabitName>()
  return {
    find(name) {
      const habit = ofIt()[name]
      return habit === undefined || !isBelieved(habit) ? null : habit.value
    },
    known: () => Object.fromEntries(Object.entries(ofIt()).filter(([, habit]) => isBelieved(habit))),
    learn(name, value) {
      const known = ofIt()[name]
      if (value === 'refused' && known?.value === 'held' && isBelieved(known) && !doubted.has(name)) {
        doubted.add(name)
        return
      }
      doubted.delete(name)
      const seen = clock.now()
      const isNews = known?.value !== value || Math.abs(seen - known.seen) >= day
      if (address === null || !isNews) return
      try {
        kept.keep(address, { [name]: { value, seen } })
        log?.write({ what: 'habit', endpoint: address, name, value })
      } catch (error) {
        // It is learnt again the next time.
        log?.write({ what: 'habit-not-kept', endpoint: address, name, value, error: String(error) })
      }
    },
  }
}

const lastsFor = (value: HabitValue<HabitName>): number => (value === 'refused' ? 7 : 90) * day

/** For a server of which it is known that it behaves as Amazon's does: the practice server. */
export const habitsAsAmazons = (clock: Pick<Clock, 'now'>): KeptHabits => ({
  of() {
    const held = { value: 'held', seen: clock.now() } as const
    return {
      ...{ create: held, replace: held, finishNew: held, finishOver: held },
      ...{ copyNew: held, copyOver: held, copyFrom: held },
    }
  },
  keep: () => undefined,
})

/** Habits that are kept for as long as this lasts. */
export function habitsInMemory(known: Readonly<Record<string, Habits>> = {}): KeptHabits {
  const all = new Map(Object.entries(known))
  return {
    of: (address) => all.get(address) ?? {},
    keep: (address, learnt) => {
      all.set(address, { ...all.get(address), ...learnt })
    },
  }
}

/**
 * An address as habits are known by it: without a name, a password or a query, and with nothing after the path. Null for
 * what is no address.
 */
export function endpointAddress(endpoint: string): string | null {
  if (!URL.canParse(endpoint)) return null
  const { protocol, host, pathname } = new URL(endpoint)
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
}
