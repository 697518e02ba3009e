import { chown, mkdir, rm } from 'node:fs/promises'
import { startCli } from '../run-cli.ts'
import type { CliRun } from '../run-cli.ts'
import { nobody } from '../scene.ts'
import type { Scene } from '../scene.ts'
import type { Peer, Place } from './tools.ts'

export interface BenchRun {
  readonly from: Place
  readonly to: Place
  readonly delete?: boolean
  readonly endpoint?: string
  readonly uid?: number
  /** Killed once it has asked for an object and waited for this many milliseconds. */
  readonly killAfter?: number
}

/** One tool on one scene. */
export class Bench {
  readonly scene: Scene
  readonly peer: Peer
  #folders = 0

  constructor(scene: Scene, peer: Peer) {
    this.scene = scene
    this.peer = peer
  }

  /** A new, empty folder. */
  async folder(): Promise<string> {
    const folder = this.scene.path(`peer-${this.peer.name}-${String(this.#folders++)}`)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    return folder
  }

  async run({ from, to, killAfter, uid, ...options }: BenchRun): Promise<CliRun> {
    const { peer, scene } = this
    const endpoint = options.endpoint ?? scene.proxy.endpoint
    const home = scene.path(`home-of-${peer.name}-${String(uid ?? 'us')}`)
    await mkdir(home, { recursive: true })
    if (uid === nobody) await chown(home, nobody, nobody)
    const env = { ...scene.env, ...peer.env(endpoint), HOME: home, XDG_STATE_HOME: `${home}/state` }
    const args = peer.args(from, to, { endpoint, delete: options.delete ?? false })
    const running = startCli(peer.command, args, {
      cwd: scene.folder,
      env,
      patience: 25_000,
      ...(uid === undefined ? {} : { uid }),
    })
    if (killAfter !== undefined) {
      await Promise.race([scene.proxy.reached('GetObject', 1), running.done])
      await new Promise((resolve) => setTimeout(resolve, killAfter))
      running.kill()
    }
    return await running.done
  }
}

export const ended = (run: CliRun): string =>
  run.timedOut ? 'still running at 25 s' : run.exit === null ? 'killed' : `exit ${String(run.exit)}`
