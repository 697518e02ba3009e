import { SluiceError, type ErrorCode } from '../../../shared/errors.ts'

interface Explanation {
  readonly code: ErrorCode
  /** What happened, as a sentence about the path. */
  readonly says: (path: string) => string
  readonly advice: string
}

const seeAdmin = 'Look at the permissions of the file and of the folders above it.'
const makeRoom = 'Free some space there, then run the same command again: it goes on where this one stopped.'
const checkDisk = 'Check the disk and how it is mounted, then run the same command again.'
const lookAgain = 'Run the sync again to see it as it is now.'

/** By Node's `code`. What is not in here is `internal`, with the system's own words. */
const explanations: Readonly<Record<string, Explanation>> = {
  ENOSPC: {
    code: 'disk-full',
    says: (path) => `The disk is full: ${path} could not be written.`,
    advice: makeRoom,
  },
  EDQUOT: {
    code: 'disk-full',
    says: (path) => `The disk quota is used up: ${path} could not be written.`,
    advice: makeRoom,
  },
  EFBIG: {
    code: 'disk-full',
    says: (path) => `${path} is larger than this file system, or the limit set for this user, allows.`,
    advice: 'Choose a destination that takes larger files (FAT stops at 4 GiB), or raise the limit.',
  },
  EIO: { code: 'disk-failed', says: (path) => `The disk failed at ${path}.`, advice: checkDisk },
  ENXIO: {
    code: 'disk-failed',
    says: (path) => `The device behind ${path} is not there.`,
    advice: checkDisk,
  },
  ENODEV: {
    code: 'disk-failed',
    says: (path) => `The device behind ${path} is not there.`,
    advice: checkDisk,
  },
  EROFS: {
    code: 'disk-failed',
    says: (path) => `${path} is on a disk that can only be read.`,
    advice: checkDisk,
  },
  EACCES: { code: 'not-permitted', says: (path) => `Permission denied: ${path}.`, advice: seeAdmin },
  EPERM: { code: 'not-permitted', says: (path) => `Operation not permitted: ${path}.`, advice: seeAdmin },
  EBUSY: {
    code: 'not-permitted',
    says: (path) => `Another program holds ${path}.`,
    advice: 'Close it there, then run the sync again.',
  },
  ETXTBSY: {
    code: 'not-permitted',
    says: (path) => `${path} is a program that is running.`,
    advice: 'Stop it, then run the sync again.',
  },
  EMFILE: {
    code: 'not-permitted',
    says: (path) => `This process has too many files open to open ${path}.`,
    advice: 'Raise the limit (ulimit -n), then run the sync again.',
  },
  ENFILE: {
    code: 'not-permitted',
    says: (path) => `This machine has too many files open to open ${path}.`,
    advice: 'Close some programs, then run the sync again.',
  },
  EINVAL: {
    code: 'not-permitted',
    says: (path) => `This file system does not take the name ${path}.`,
    advice: 'Rename it at the source, exclude it, or choose another destination.',
  },
  EILSEQ: {
    code: 'not-permitted',
    says: (path) => `This file system does not take the name ${path}.`,
    advice: 'Rename it at the source, exclude it, or choose another destination.',
  },
  ENAMETOOLONG: {
    code: 'name-too-long',
    says: (path) => `The name is too long for this file system: ${path}.`,
    advice: 'Rename it at the source, exclude it, or choose a destination higher up.',
  },
  ENOTDIR: {
    code: 'conflict',
    says: (path) => `A file stands where ${path} needs a folder.`,
    advice: 'Move that file away, or exclude one of the two names.',
  },
  EISDIR: {
    code: 'conflict',
    says: (path) => `A folder stands where ${path} should be a file.`,
    advice: 'Move that folder away, or exclude one of the two names.',
  },
  EEXIST: { code: 'conflict', says: (path) => `${path} is already there.`, advice: lookAgain },
  ENOTEMPTY: {
    code: 'conflict',
    says: (path) => `${path} is a folder that is not empty.`,
    advice: lookAgain,
  },
  ELOOP: {
    code: 'through-link',
    says: (path) => `${path} leads through a link.`,
    advice: 'Remove the link, or exclude what is below it.',
  },
  ENOENT: { code: 'gone', says: (path) => `${path} is not there any more.`, advice: lookAgain },
  ESTALE: { code: 'gone', says: (path) => `${path} is not there any more.`, advice: lookAgain },
}

/** Node's code of a file system error (`ENOENT`, `EACCES` …); undefined for anything else. */
export function fsErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^(E[A-Z0-9]+|UNKNOWN)$/.test(code) ? code : undefined
}

/** What a failed call on `path` means for the person in front of it. A `SluiceError` is passed through. */
export function explainFsError(error: unknown, path: string): SluiceError {
  if (error instanceof SluiceError) return error
  const explanation = explanations[fsErrorCode(error) ?? '']
  const words = error instanceof Error ? error.message : String(error)
  return explanation === undefined
    ? new SluiceError({ code: 'internal', message: words, subject: path }, { cause: error })
    : new SluiceError(
        {
          code: explanation.code,
          message: explanation.says(path),
          subject: path,
          advice: explanation.advice,
        },
        { cause: error },
      )
}
