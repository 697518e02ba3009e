import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { FailureGroup } from '../../../shared/bridge/values.ts'
import type { ErrorCode, ErrorData } from '../../../shared/errors.ts'
import type { FailureName } from '../../../shared/review.ts'

/** Of so many reasons, the commonest, folders are told apart; of one, so many folders at most. */
const mostReasons = 50
const reasonsByFolder = 10
const mostFolders = 8

const code = `json_extract(outcome, '$.error.code')`
const s3Code = `json_extract(outcome, '$.error.s3.s3Code')`

interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** The rows that a name stands for. */
export function failuresCalled(name: FailureName): Condition {
  const below = belowFolder(name.folder)
  return {
    sql: `state = ? and ${code} = ? and ${s3Code} is ?${below.sql}`,
    values: [name.state, name.code, name.s3Code, ...below.values],
  }
}

/** A folder ends in `/`, and `0` is the character after it. */
const belowFolder = (folder: string): Condition =>
  folder === ''
    ? { sql: '', values: [] }
    : { sql: ' and key >= ? and key < ?', values: [folder, `${folder.slice(0, -1)}0`] }

/**
 * What did not come off, by reason and then by folder, the most first:
 *
 * | the rows of one reason                                  | groups                                |
 * |---------------------------------------------------------|---------------------------------------|
 * | are all below a folder                                  | that folder, the deepest such one     |
 * | are in up to 8 folders below that, and none beside them | one for each of those, as deep as can be |
 */
export function readFailures(db: DatabaseSync): FailureGroup[] {
  const reasons = db
    .prepare(
      `select state, ${code} as code, ${s3Code} as s3_code, count(*) as n, min(key) as first, max(key) as last
       from row where state in ('failed', 'refused-changed') and ${code} is not null
       group by 1, 2, 3 order by n desc, 2 limit ${mostReasons}`,
    )
    .all()
  return reasons
    .flatMap((reason, place) => {
      const name: FailureName = {
        state: reason['state'] === 'failed' ? 'failed' : 'refused-changed',
        code: String(reason['code']) as ErrorCode,
        s3Code: reason['s3_code'] === null ? null : String(reason['s3_code']),
        folder: commonFolder(String(reason['first']), String(reason['last'])),
      }
      const whole = [{ name, count: Number(reason['n']) }]
      return place < reasonsByFolder ? (byFolder(db, name) ?? whole) : whole
    })
    .map(({ name, count }) => groupOf(db, name, count))
    .sort((a, b) => b.count - a.count)
}

/** Null where they are not in a few folders alone. */
function byFolder(db: DatabaseSync, name: FailureName): { name: FailureName; count: number }[] | null {
  const { sql, values } = failuresCalled(name)
  const below = `substr(key, length(?) + 1)`
  const folders = db
    .prepare(
      `select substr(${below}, 1, instr(${below}, '/')) as child, count(*) as n, min(key) as first, max(key) as last
       from row where ${sql} group by 1 order by n desc limit ${mostFolders + 1}`,
    )
    .all(name.folder, name.folder, ...values)
  if (folders.length > mostFolders || folders.some(({ child }) => child === '')) return null
  return folders.map(({ n, first, last }) => ({
    name: { ...name, folder: commonFolder(String(first), String(last)) },
    count: Number(n),
  }))
}

function groupOf(db: DatabaseSync, name: FailureName, count: number): FailureGroup {
  const { sql, values } = failuresCalled(name)
  const found = db
    .prepare(
      `select category, json_extract(outcome, '$.error') as error from row where ${sql} order by seq limit 1`,
    )
    .get(...values)
  return {
    ...name,
    count,
    isFixed: found?.['category'] === 'problem',
    example: JSON.parse(String(found?.['error'])) as ErrorData,
  }
}

/** The deepest folder of two keys, and of all that lie between them. */
function commonFolder(first: string, last: string): string {
  let same = 0
  while (same < first.length && first[same] === last[same]) same++
  return same === 0 ? '' : first.slice(0, first.lastIndexOf('/', same - 1) + 1)
}
