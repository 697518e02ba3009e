import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A running radosgw and two identities that own nothing yet. Plain data: it crosses to the test workers. */
export interface RadosGateway extends Identity {
  readonly endpoint: string
  /** A second user, to whom the first one's buckets are closed. */
  readonly other: Identity
}

const first = { accessKeyId: 'testaccesskey', secretAccessKey: 'testsecretkey' }
const second = { accessKeyId: 'otheraccesskey', secretAccessKey: 'othersecretkey' }
const startsWithin = 120_000

/**
 * Starts a Ceph cluster of one monitor, one manager, one OSD that keeps objects in memory, and a radosgw, on loopback
 * and on free ports. It takes about 12 s, most of it radosgw making its pools. Any user can run it.
 *
 * Nothing of it survives this process: `stop` ends the servers by their ids and removes their folder, and the kernel
 * ends them if this process dies without a word (PR_SET_PDEATHSIG).
 * @param settings more lines of `ceph.conf`
 */
export async function startCeph(
  settings = '',
): Promise<{ gateway: RadosGateway; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-ceph-'))
  const env = { ...process.env, CEPH_CONF: join(folder, 'ceph.conf') }
  const running: ChildProcess[] = []

  const run = async (command: string, ...args: string[]) => {
    await promisify(execFile)(command, args, { env, timeout: startsWithin })
  }
  const serve = (command: string, ...args: string[]) => {
    const log = openSync(join(folder, `${command}.out`), 'a')
    running.push(
      spawn('setpriv', ['--pdeathsig', 'KILL', command, '-f', ...args], { env, stdio: ['ignore', log, log] }),
    )
    closeSync(log)
  }
  // For an exit that waits for nobody, such as Ctrl-C.
  const abandon = () => {
    for (const server of running) server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', abandon)
  const stop = async () => {
    for (const server of running.toReversed()) {
      if (server.exitCode !== null || server.signalCode !== null) continue
      server.kill('SIGKILL')
      await once(server, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
    process.off('exit', abandon)
  }

  try {
    const [gatewayPort, monitorPort] = await freePorts()
    const cluster = randomUUID()
    await writeFile(env.CEPH_CONF, `${configuration(folder, cluster, gatewayPort, monitorPort)}${settings}`)
    for (const name of ['mon', 'mgr', 'osd', 'rgw']) await mkdir(join(folder, name))

    const keyring = join(folder, 'keyring')
    await run(
      'ceph-authtool',
      '--create-keyring',
      keyring,
      '--gen-key',
      '-n',
      'mon.',
      '--cap',
      'mon',
      'allow *',
    )
    const everything = ['mon', 'osd', 'mgr'].flatMap((kind) => ['--cap', kind, 'allow *'])
    for (const name of ['client.admin', 'mgr.x', 'osd.0', 'client.rgw']) {
      await run('ceph-authtool', keyring, '--gen-key', '-n', name, ...everything)
    }
    const map = join(folder, 'monmap')
    await run(
      'monmaptool',
      '--create',
      '--fsid',
      cluster,
      '--add',
      'a',
      `127.0.0.1:${String(monitorPort)}`,
      map,
    )
    await run('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring)
    serve('ceph-mon', '-i', 'a')
    await run('ceph', 'auth', 'import', '-i', keyring)
    serve('ceph-mgr', '-i', 'x')
    const disk = randomUUID()
    await run('ceph', 'osd', 'create', disk)
    await run('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', disk)
    serve('ceph-osd', '-i', '0')
    serve('radosgw', '-n', 'client.rgw')

    const endpoint = `http://127.0.0.1:${String(gatewayPort)}`
    await answers(endpoint, running, folder)
    await Promise.all([
      run('radosgw-admin', ...newUser('test', first)),
      run('radosgw-admin', ...newUser('other', second)),
    ])
    return { gateway: { endpoint, ...first, other: second }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function newUser(id: string, identity: Identity): string[] {
  const keys = [`--access-key=${identity.accessKeyId}`, `--secret=${identity.secretAccessKey}`]
  return ['user', 'create', `--uid=${id}`, `--display-name=${id}`, ...keys]
}

function configuration(folder: string, cluster: string, gatewayPort: number, monitorPort: number): string {
  return `[global]
fsid = ${cluster}
mon host = 127.0.0.1:${String(monitorPort)}
ms bind ipv6 = false
keyring = ${folder}/keyring
run dir = ${folder}
log file = ${folder}/$name.log
mon data = ${folder}/mon
mgr data = ${folder}/mgr
osd data = ${folder}/osd
rgw data = ${folder}/rgw
mon cluster log file = ${folder}/cluster.log
mon data avail crit = 1
mon data avail warn = 1
mgr initial modules =
mon allow pool size one = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 8589934592
osd memory target = 1073741824
rgw frontends = beast endpoint=127.0.0.1:${String(gatewayPort)}
rgw dns name = localhost
rgw lifecycle debug interval = 10
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = testkey-1=${Buffer.from('thirty-two bytes are a test key!').toString('base64')}
`
}

/** Two ports that were free a moment ago; both stay open until both are known, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const open = async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('A listening port has no number.')
    return { server, port: address.port }
  }
  const [one, other] = [await open(), await open()]
  for (const { server } of [one, other]) {
    server.close()
    await once(server, 'close')
  }
  return [one.port, other.port]
}

/** Resolves when the endpoint answers; rejects with the end of radosgw's output when a server dies or none ever does. */
async function answers(endpoint: string, servers: readonly ChildProcess[], folder: string): Promise<void> {
  const deadline = Date.now() + startsWithin
  while (Date.now() < deadline) {
    const dead = servers.find((server) => server.exitCode !== null || server.signalCode !== null)
    if (dead !== undefined) break
    try {
      const reply = await fetch(endpoint)
      await reply.arrayBuffer()
      return
    } catch {
      await sleep(200)
    }
  }
  const said = await readFile(join(folder, 'radosgw.out'), 'utf8')
  throw new Error(`Ceph did not start.\n${said.slice(-2_000)}`)
}
