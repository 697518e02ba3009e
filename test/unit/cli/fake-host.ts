import type { Host, Input, LogEvent, Output, PastRunFile, StopSignal } from '../../../main/host/host.ts'
import { habitsInMemory } from '../../../main/engine/s3/endpoint-habits.ts'
import { FakeConnections } from '../../fakes/fake-connections.ts'

/** An Output that keeps what it is given. */
export class FakeOutput implements Output {
  text = ''
  isTerminal = false
  columns = 80
  isClosed = false

  /** Set while the reader is behind. */
  room: Promise<void> | undefined

  write(text: string): Promise<void> | undefined {
    if (!this.isClosed) this.text += text
    return this.room
  }

  flush(): Promise<void> {
    return Promise.resolve()
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1)
  }
}

/** An Input whose lines a test has typed beforehand; after them there is no more, unless somebody is to type for ever. */
export class FakeInput implements Input {
  isTerminal = false
  readonly typed: string[] = []
  endless = false
  /** How often a line was asked for. */
  asked = 0

  async readLine(signal: AbortSignal): Promise<string | null> {
    this.asked++
    const line = this.typed.shift()
    if (line !== undefined || !this.endless) return line ?? null
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error)
      })
    })
  }
}

/** A Host without a system behind it; tests move its clock and send its signals. */
export class FakeHost implements Host {
  platform: NodeJS.Platform = 'linux'
  env: Record<string, string> = {}
  program = 'sluice'
  runtime = 'Node v24, Fake 1 x64'
  cwd = '/here'
  home = '/home/ada'
  scratch = '/tmp'
  senderEntry = null
  folders = {
    settings: '/s',
    state: '/state',
    logs: '/state/logs',
    cache: '/c',
    trash: '/home/ada/.local/share/Trash',
  }
  readonly stdin = new FakeInput()
  readonly stdout = new FakeOutput()
  readonly stderr = new FakeOutput()
  readonly logged: LogEvent[] = []
  logFailure: Error | null = null
  time = 0
  exited: number | null = null
  /** Another process runs the same pair. */
  othersRun = false
  /** What is known of other runs, and their records. */
  readonly otherRuns = new Map<string, 'running' | 'over'>()
  records: PastRunFile[] = []
  readonly connections = new FakeConnections()
  readonly habits = habitsInMemory()
  readonly #listeners = new Set<(signal: StopSignal) => void>()

  now(): number {
    return this.time
  }

  onStopSignal(listener: (signal: StopSignal) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get listeners(): number {
    return this.#listeners.size
  }

  signal(signal: StopSignal): void {
    for (const listener of this.#listeners) listener(signal)
  }

  openRun(): ReturnType<Host['openRun']> {
    const log = {
      write: (event: LogEvent): void => {
        this.logged.push(event)
      },
      failure: this.logFailure,
      close: (): void => {
        this.logged.push({ what: 'closed' })
      },
    }
    return Promise.resolve({
      runId: 'run-1',
      storePath: ':memory:',
      // Where nothing can be made.
      digestsPath: '/dev/null/digests.sqlite',
      stateOfRun: (runId) => this.otherRuns.get(runId) ?? 'unknown',
      logPath: '/state/logs/run-1.jsonl',
      log,
      takeAlone: () => (this.othersRun ? null : () => undefined),
      close: () => {
        log.close()
      },
      discard: async () => {
        log.close()
      },
    })
  }

  async pastRuns(): ReturnType<Host['pastRuns']> {
    return this.records
  }

  machine = 'here'

  seal(text: string): string {
    return `sealed ${text}`
  }

  redact(value: unknown): string {
    return JSON.stringify(value)
  }

  exit(code: number): never {
    this.exited = code
    return undefined as never
  }
}
