import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { LogEvent, RunLog } from './host.ts'
import { toRedactedJson } from './redact.ts'

export interface LogLimits {
  /** A log that has reached this size is set aside, and a new one begun. */
  readonly maxBytes: number
  /** How many that were set aside are kept: `<path>.1` is the latest. */
  readonly keep: number
}

const defaultLimits: LogLimits = { maxBytes: 10 * 1024 * 1024, keep: 3 }
const bufferBytes = 64 * 1024
const flushEvery = 1000

/**
 * A log of one JSON object a line, mode 0600. Lines are gathered for up to a second or 64 KiB. A log that can't be
 * written stops: the run matters more; `failure` then says why.
 */
export class RotatingLog implements RunLog {
  failure: Error | null = null
  readonly #path: string
  readonly #secrets: readonly string[]
  readonly #limits: LogLimits
  readonly #now: () => number
  #file: number | null
  #written: number
  #pending = ''
  #timer: NodeJS.Timeout | null = null

  constructor(path: string, secrets: readonly string[], now: () => number, limits = defaultLimits) {
    this.#path = path
    this.#secrets = secrets
    this.#now = now
    this.#limits = limits
    this.#file = openSync(path, 'a', 0o600)
    this.#written = fstatSync(this.#file).size
  }

  write(event: LogEvent): void {
    if (this.#file === null || this.failure) return
    const time = new Date(this.#now()).toISOString()
    this.#pending += `${toRedactedJson({ time, ...event }, this.#secrets)}\n`
    if (this.#pending.length >= bufferBytes) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), flushEvery).unref()
  }

  close(): void {
    this.#flush()
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const bytes = Buffer.from(this.#pending)
    this.#pending = ''
    if (this.#file === null || bytes.length === 0) return
    try {
      const file = this.#written < this.#limits.maxBytes ? this.#file : this.#rotate(this.#file)
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
      this.#written += bytes.length
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
    }
  }

  #rotate(full: number): number {
    closeSync(full)
    this.#file = null
    rmSync(`${this.#path}.${this.#limits.keep}`, { force: true })
    for (let age = this.#limits.keep - 1; age >= 0; age--) {
      const from = age === 0 ? this.#path : `${this.#path}.${age}`
      renameIfThere(from, `${this.#path}.${age + 1}`)
    }
    this.#written = 0
    const fresh = openSync(this.#path, 'a', 0o600)
    this.#file = fresh
    return fresh
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
