import type { ListingProblem } from '../../../shared/job.ts'
import { showPath, type Addresses } from './addresses.ts'

/**
 * A name that a listing skipped, in the words of aws where it has any (SKP, KEY-1, GLC-1).
 *
 * | kind        | text after `warning: `                                                               |
 * |-------------|--------------------------------------------------------------------------------------|
 * | missing     | Skipping file PATH. File does not exist.                                             |
 * | special     | Skipping file PATH. File is character special device, block special device, …        |
 * | unreadable  | Skipping file PATH. File/Directory is not readable.                                  |
 * | bad-time    | File has an invalid timestamp. Passing epoch time as timestamp. (not skipped)        |
 * | unsafe-name | Skipping file KEY. and the reason (File references a parent directory.)              |
 * | archived    | Skipping file PATH. Object is of storage class GLACIER. … See aws s3 download help … |
 * | too-large   | File PATH, from the current folder, exceeds s3 upload limit of 48.8 TiB. (not skipped)                          |
 * | unverified  | PATH may differ: its contents could not be compared. And why.                        |
 * | properties-unknown | PATH may have other properties: they could not be looked at. And why.              |
 * | case-conflict | the message (CAS-2)                                                                |
 * | others      | Skipping file PATH. and our own reason                                               |
 */
export function warningText(problem: ListingProblem, here: Pick<Addresses, 'cwd' | 'platform'>): string {
  const { kind, key, path, message } = problem
  switch (kind) {
    case 'missing':
      return `Skipping file ${path}. File does not exist.`
    case 'special':
      return `Skipping file ${path}. File is character special device, block special device, FIFO, or socket.`
    case 'unreadable':
      return `Skipping file ${path}. File/Directory is not readable.`
    case 'bad-time':
      return 'File has an invalid timestamp. Passing epoch time as timestamp.'
    case 'unsafe-name':
      return `Skipping file ${key}. ${message}`
    case 'archived': {
      const verb = /perform (\w+) operations/.exec(message)?.[1] ?? 'sync'
      return `Skipping file ${path}. ${message} See aws s3 ${verb} help for additional parameter options to ignore or force these transfers.`
    }
    case 'too-large':
      return `File ${showPath(path, here.cwd, here.platform)} ${message}`
    case 'unverified':
      return `${path} may differ: its contents could not be compared. ${message}`
    case 'properties-unknown':
      return `${path} may have other properties: they could not be looked at. ${message}`
    case 'case-conflict':
      return message
    case 'replaced':
    case 'link-loop':
    case 'through-link':
    case 'not-utf8':
      return `Skipping file ${path}. ${message}`
  }
}

/** What to do about a kind of warning; said once a run, below the first. Null where the warning says it itself. */
export function warningAdvice(kind: ListingProblem['kind']): string | null {
  switch (kind) {
    case 'unreadable':
      return 'Make it readable, or leave it out with --exclude. Until then nothing at or below that name is deleted.'
    case 'missing':
      return 'Mend or remove the link, or leave it out with --exclude. Nothing of that name is deleted.'
    case 'replaced':
      return 'Nothing at or below that name is deleted. Run it again when nobody else works there.'
    case 'unsafe-name':
      return 'Such a key can be renamed on the server, or left out with --exclude. Nothing was written for it.'
    case 'not-utf8':
      return 'Rename it to valid UTF-8; no object key can stand for it as it is.'
    case 'unverified':
      return 'Its size is the same and its time is no reason to transfer it. To be sure, transfer it: sluice cp.'
    default:
      return null
  }
}
