import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { openRunFiles, newRunId, pastRuns } from '../../main/host/run-files.ts'
import { serveEngine } from '../../main/services/serve-engine.ts'
import {
  calls,
  type EngineCallName,
  type Params,
  type ProcessCallName,
  type ReplyOf,
} from '../../shared/bridge/calls.ts'
import { events, processEvents } from '../../shared/bridge/events.ts'
import type { Message, Reply } from '../../shared/bridge/messages.ts'
import type { PlanStatus } from '../../shared/bridge/plans.ts'
import { errorDataSchema } from '../../shared/bridge/values.ts'
import { SluiceError } from '../../shared/errors.ts'
import { createPortPair } from '../fakes/port-pair.ts'
import { FakeHost } from '../unit/cli/fake-host.ts'

type Asked = EngineCallName | ProcessCallName

const resultSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: errorDataSchema }),
])

/** Secrets of this machine, none of which may ever reach the window. */
export const canaries = {
  environmentSecret: 'CANARY-environment-secret',
  profileSecret: 'CANARY-profile-secret',
  sessionKeyId: 'CANARY-session-key-id-TAIL',
  sessionSecret: 'CANARY-session-secret',
  sessionToken: 'CANARY-session-token',
}

/** The home, state and environment of somebody who has connections, none of which lead anywhere. */
function makeHost(root: string): FakeHost {
  const host = new FakeHost()
  host.home = join(root, 'home')
  host.cwd = host.home
  host.folders = {
    settings: join(root, 'settings'),
    state: join(root, 'state'),
    logs: join(root, 'state', 'logs'),
    cache: join(root, 'cache'),
    trash: join(root, 'home', '.local', 'share', 'Trash'),
  }
  mkdirSync(host.home, { recursive: true })
  const nowhere = 'http://127.0.0.1:1'
  writeFileSync(join(root, 'config'), `[profile nas]\nregion = eu-north-1\nendpoint_url = ${nowhere}\n`)
  writeFileSync(
    join(root, 'credentials'),
    `[nas]\naws_access_key_id = AKIDPROFILE0001\naws_secret_access_key = ${canaries.profileSecret}\n`,
  )
  host.env = {
    AWS_CONFIG_FILE: join(root, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(root, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'AKIDENVIRONMENT2',
    AWS_SECRET_ACCESS_KEY: canaries.environmentSecret,
    AWS_ENDPOINT_URL: nowhere,
    AWS_REGION: 'eu-north-1',
  }
  let time = Date.UTC(2026, 10, 1)
  const later = (): number => (time += 1000)
  host.openRun = () => openRunFiles(host.folders, newRunId(later(), Math.random), host.env, () => Date.now())
  host.pastRuns = () => pastRuns(host.folders)
  return host
}

/** The engine's process, on a disk of its own and with its practice server, at the other end of a line of JSON. */
export class EngineUnderTest {
  readonly root = mkdtempSync(join(tmpdir(), 'sluice-bridge-'))
  readonly host = makeHost(this.root)
  /** Replies and events in the order they came, as text. */
  readonly received: string[] = []
  /** What came and is not as the table of calls says. */
  readonly malformed: string[] = []
  readonly #port
  readonly #end: () => void
  readonly #waiting = new Map<number, { call: string; answer: (result: Reply['result']) => void }>()
  readonly #plans = new Map<string, PlanStatus>()
  readonly #watchers = new Set<() => void>()
  #last = 0

  constructor() {
    const [window, engine] = createPortPair()
    this.#port = window
    window.listen((message) => {
      this.#take(message)
    })
    this.#end = serveEngine(engine, this.host)
  }

  /** What comes back, whatever is asked. */
  send(call: string, params: unknown): Promise<Reply['result']> {
    const id = ++this.#last
    return new Promise((answer) => {
      this.#waiting.set(id, { call, answer })
      this.#port.post({ kind: 'request', id, call, params })
    })
  }

  /** Posts anything at all. */
  post(message: unknown): void {
    this.#port.post(message as Message)
  }

  /** @throws SluiceError where the reply is one. */
  async ask<Name extends Asked>(call: Name, params: Params<Name>): Promise<ReplyOf<Name>> {
    const result = await this.send(call, params)
    if (!result.ok) throw new SluiceError(result.error)
    return result.value as ReplyOf<Name>
  }

  /** The code of the error that a call is refused with. */
  async refusal<Name extends Asked>(call: Name, params: Params<Name>): Promise<string | null> {
    const result = await this.send(call, params)
    return result.ok ? null : result.error.code
  }

  /** Waits for events until one of a plan is as wanted. */
  async planIn(planId: string, phases: readonly PlanStatus['phase'][]): Promise<PlanStatus> {
    for (;;) {
      const status = this.#plans.get(planId)
      if (status !== undefined && phases.includes(status.phase)) return this.ask('plan.status', { planId })
      await this.nextEvent()
    }
  }

  nextEvent(): Promise<void> {
    return new Promise((resolve) => {
      const watcher = (): void => {
        this.#watchers.delete(watcher)
        resolve()
      }
      this.#watchers.add(watcher)
    })
  }

  async close(): Promise<void> {
    await this.ask('engine.leave', { step: 'stop' })
    this.#end()
    rmSync(this.root, { recursive: true, force: true })
  }

  #take(message: Message): void {
    const text = JSON.stringify(message)
    this.received.push(text)
    if (message.kind === 'reply') {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      this.#check(resultSchema, message.result, text)
      if (message.result.ok) {
        const schema = Object.hasOwn(calls, waiting?.call ?? '')
          ? calls[waiting?.call as Asked].reply
          : z.never()
        this.#check(schema, message.result.value, text)
      }
      waiting?.answer(message.result)
    } else if (message.kind === 'event') {
      const all: Readonly<Record<string, z.ZodType>> = { ...events, ...processEvents }
      this.#check(all[message.event] ?? z.never(), message.value, text)
      if (message.event === 'plan.changed') {
        const status = message.value as PlanStatus
        this.#plans.set(status.planId, status)
      }
      for (const watcher of [...this.#watchers]) watcher()
    } else {
      this.malformed.push(text)
    }
  }

  #check(schema: z.ZodType, value: unknown, text: string): void {
    const { error } = schema.safeParse(value)
    if (error !== undefined) this.malformed.push(`${error.message} in ${text}`)
  }
}
