import type { SavedConnections } from './saved-connections.ts'
import type { SavedHabits } from './saved-habits.ts'
export type { SavedConnection, SavedConnections } from './saved-connections.ts'

/**
 * The seam between Sluice and what it runs on: everything that a plain Node process, Electron or Chromium gives it.
 * Nothing behind a Host reads `process` by itself.
 */
export interface Host {
  readonly platform: NodeJS.Platform
  readonly env: Environment
  /** How Sluice was called here: the start of a command to paste. */
  readonly program: string
  /** The current folder, absolute. */
  readonly cwd: string
  /** The user's home folder, absolute. */
  readonly home: string
  /** The program of the engine's threads that send, beside this one; null where it has none. */
  readonly senderEntry: string | null
  /** Where scratch files go. */
  readonly scratch: string
  readonly folders: Folders
  /** Milliseconds since 1970. */
  now(): number
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  /** Calls back for each signal that asks the process to stop, instead of dying of it. Returns its end. */
  onStopSignal(listener: (signal: StopSignal) => void): () => void
  /**
   * Makes place for a run: a name, a store and a log, in folders that only this user can enter; and removes the files
   * of runs that are kept no longer.
   * @throws SluiceError `disk-failed` when the folders can't be made.
   */
  openRun(): Promise<RunFiles>
  /** The runs whose stores are kept, the newest first. */
  pastRuns(): Promise<PastRunFile[]>
  /** What this runs on, for people: `Node v24.21.0, Linux 6.1.0 x64`. */
  readonly runtime: string
  /** The machine's name, for people. */
  readonly machine: string
  /**
   * What this user of this machine alone can say of a text: who finds it beside that text knows that it was written here.
   * @throws Error where its key can't be kept.
   */
  seal(text: string): string
  readonly connections: SavedConnections
  /** How servers were seen to take requests. */
  readonly habits: SavedHabits
  /** A value as one line of JSON, without anything secret that this process was given. */
  redact(value: unknown): string
  /** Ends the process at once, whatever is still open. */
  exit(code: number): never
}

export type Environment = Readonly<Record<string, string | undefined>>

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** The platform's own folders for an application; absolute, not necessarily there yet. */
export interface Folders {
  /** What the user chose: connections, saved jobs. */
  readonly settings: string
  /** What must survive a restart: run stores. */
  readonly state: string
  readonly logs: string
  /** What may be thrown away. */
  readonly cache: string
  /** The trash of this user's own disk, by the specification of freedesktop.org; null where the system has another. */
  readonly trash: string | null
}

/** stdin. */
export interface Input {
  readonly isTerminal: boolean
  /**
   * The next line, without its end; null when there are no more. Nothing is read before it is asked for. Rejects with
   * the signal's reason.
   */
  readLine(signal: AbortSignal): Promise<string | null>
}

/** stdout or stderr. */
export interface Output {
  readonly isTerminal: boolean
  /** The terminal's width now; 80 where it has none. */
  readonly columns: number
  /** Nobody reads it any more (EPIPE): what is written is dropped. */
  readonly isClosed: boolean
  /** Queues text. Where the reader is slower than the writer, the promise settles when there is room again. */
  write(text: string): Promise<void> | undefined
  /** Settles when all is written, or nobody reads it. */
  flush(): Promise<void>
}

export interface PastRunFile {
  readonly runId: string
  readonly storePath: string
}

export interface RunFiles {
  readonly runId: string
  /** Where the run's SQLite store goes. */
  readonly storePath: string
  /** Where digests of files are kept from run to run; a cache, which may not be there yet, nor its folder. */
  readonly digestsPath: string
  /** What is known of a run of this name: nothing, that it is going on, or that it has ended, however it did. */
  readonly stateOfRun: (runId: string) => 'unknown' | 'running' | 'over'
  readonly logPath: string
  readonly log: RunLog
  /**
   * Keeps other runs of the same name out, until `close`, or what it returns is called.
   * @param name what must not go on twice, in any form.
   * @returns its end; null while another run has it.
   */
  takeAlone(name: string): (() => void) | null
  /** Ends the log, and says to others that this run is over. */
  close(): void
  /** As `close`, and removes the files: nothing came of this run. */
  discard(): Promise<void>
}

/** A run's log: one JSON object a line, without secrets. */
export interface RunLog {
  write(event: LogEvent): void
  /** Why it stopped, if it could not be written. */
  readonly failure: Error | null
  close(): void
}

export interface LogEvent {
  readonly what: string
  readonly row?: number
  readonly [field: string]: unknown
}
