import type { DatabaseSync } from 'node:sqlite'
import type { PlanFigures } from './hints.ts'

/** Bytes. */
const tiny = 16 * 1024

const isTiny = `stage = 'transfer' and action not in ('move', 'update-properties') and size < ${tiny}`
const isTimeOnly = `stage = 'transfer' and source_size = destination_size and reason in ('source-newer', 'dest-newer')`
const offset = `cast(floor(source_modified / 1000) - floor(destination_modified / 1000) as integer)`

/** Reads the figures of the rows of a plan: two looks at the table. @param same what needs nothing is not among its rows */
export function readFigures(db: DatabaseSync, same: number): Omit<PlanFigures, 'aclsOff' | 'noConditions'> {
  const sums = db
    .prepare(
      `select count(*) filter (where stage = 'transfer' and action <> 'update-properties'
           and destination_size is not null) as updates, count(*) filter (where stage = 'transfer') as writes,
         count(*) filter (where ${isTimeOnly}) as times, coalesce(sum(size) filter (where ${isTimeOnly}), 0) as times_bytes,
         count(*) filter (where ${isTimeOnly} and ${offset} <> 0 and ${offset} % 3600 = 0) as hours,
         count(*) filter (where reason in ('properties-differ', 'properties-unknown')) as properties,
         count(*) filter (where ${isTiny}) as tiny,
         coalesce(sum(size) filter (where ${isTiny}), 0) as tiny_bytes
       from row`,
    )
    .get()
  const number = (name: string): number => Number(sums?.[name] ?? 0)
  const commonest = db
    .prepare(
      `select ${offset} as seconds, count(*) as n from row where ${isTimeOnly} group by seconds order by n desc limit 1`,
    )
    .get()
  return {
    same,
    updates: number('updates'),
    writes: number('writes'),
    timeOnly: { count: number('times'), bytes: number('times_bytes') },
    commonest:
      commonest === undefined
        ? null
        : { seconds: Number(commonest['seconds']), count: Number(commonest['n']) },
    wholeHours: number('hours'),
    properties: number('properties'),
    tiny: { count: number('tiny'), bytes: number('tiny_bytes') },
  }
}
