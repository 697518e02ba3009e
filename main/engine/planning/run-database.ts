import { DatabaseSync } from 'node:sqlite'
import { SluiceError } from '../../../shared/errors.ts'
import { schema, schemaVersion } from './run-schema.ts'

/** Makes the database of a run. */
export function createDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory')
  db.exec(schema)
  db.exec(`pragma user_version = ${schemaVersion}`)
  return db
}

/**
 * Opens the database of a run that is over, to read.
 * @throws SluiceError `usage` where it is none, is damaged, or is of another version.
 */
export function openPastDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { readOnly: true, allowExtension: false })
    db.exec('pragma trusted_schema = off; pragma temp_store = memory')
    const version = Number(db.prepare('pragma user_version').get()?.['user_version'])
    if (version !== schemaVersion)
      throw unreadable(path, `It is of version ${version}, and this is ${schemaVersion}.`)
    db.prepare('select count(*) from fact').get()
    return db
  } catch (error) {
    db?.close()
    if (error instanceof SluiceError) throw error
    throw unreadable(path, error instanceof Error ? `${error.message}.` : String(error), error)
  }
}

function unreadable(path: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError(
    {
      code: 'usage',
      message: `The record of this run can't be opened. ${why}`,
      subject: path,
      advice: 'It may be damaged, or kept by another version of Sluice. Nothing else depends on it.',
    },
    { cause },
  )
}
