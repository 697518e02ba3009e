import { DatabaseSync } from 'node:sqlite'
import { SluiceError } from '../../../shared/errors.ts'
import { folderColumns, rowColumns, schema, schemaVersion } from './run-schema.ts'

/** Makes the database of a run. @throws SluiceError `disk-failed` where it can't be made. */
export function createDatabase(path: string): DatabaseSync {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path)
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory')
    db.exec(schema)
    db.exec(`pragma user_version = ${schemaVersion}`)
    return db
  } catch (error) {
    db?.close()
    throw new SluiceError(
      {
        code: 'disk-failed',
        message: `The record of this run can't be made: ${error instanceof Error ? error.message : String(error)}.`,
        subject: path,
        advice: 'Nothing was done. Check that its folder can be written to and that the disk has room.',
      },
      { cause: error },
    )
  }
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
      throw new Error(`It is of version ${version}, and this is ${schemaVersion}`)
    // Each with the columns that are read of it.
    db.prepare('select name, value from fact limit 1').get()
    db.prepare(`select ${rowColumns.join(', ')} from row limit 1`).get()
    db.prepare(`select ${folderColumns.join(', ')} from folder limit 1`).get()
    return db
  } catch (error) {
    db?.close()
    throw unreadable(path, error)
  }
}

export function unreadable(path: string, cause: unknown): SluiceError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new SluiceError(
    {
      code: 'usage',
      message: `The record of this run can't be opened. ${why}.`,
      subject: path,
      advice: 'It may be damaged, or kept by another version of Sluice. Nothing else depends on it.',
    },
    { cause },
  )
}
