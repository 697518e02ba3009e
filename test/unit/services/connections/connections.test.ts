import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../../../../main/engine/index.ts'
import { Connections } from '../../../../main/services/connections/connections.ts'
import type { TypedKeys } from '../../../../shared/bridge/places.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { defaultTransferSettings } from '../../../../shared/transfer-settings.ts'
import { FakeHost } from '../../cli/fake-host.ts'

let root = ''
let host = new FakeHost()
let changes = 0
let connections: Connections

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-connections-'))
  host = new FakeHost()
  host.folders = { ...host.folders, state: join(root, 'state') }
  host.env = {
    AWS_CONFIG_FILE: join(root, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(root, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  changes = 0
  connections = new Connections(host, createWorld({ log: { write: () => undefined } }), () => changes++)
})
afterEach(async () => {
  await connections.close()
  rmSync(root, { recursive: true })
})

const keys: TypedKeys = {
  label: '',
  endpoint: 'http://nas:9000',
  region: '',
  accessKeyId: 'AKIDSESSION3333',
  secretAccessKey: 'CANARY-secret',
  sessionToken: 'CANARY-token',
}
const { signal } = new AbortController()
const refused = (code: string): unknown => expect.objectContaining({ code })

describe('the list', () => {
  test('has this computer and practice, where nothing else is known', async () => {
    expect((await connections.list()).map(({ id, kind }) => [id, kind])).toEqual([
      ['local', 'local'],
      ['practice', 'practice'],
    ])
  })

  test('has the profiles of the machine, the environment and the session, none with a secret', async () => {
    writeFileSync(
      join(root, 'config'),
      '[profile work]\nregion = eu-west-1\n[profile nas]\nendpoint_url = http://nas:9\n',
    )
    writeFileSync(
      join(root, 'credentials'),
      '[work]\naws_access_key_id = AKID1111\naws_secret_access_key = CANARY\n',
    )
    host.env = {
      ...host.env,
      AWS_ACCESS_KEY_ID: 'AKID2222',
      AWS_SECRET_ACCESS_KEY: 'CANARY',
      AWS_REGION: 'eu-north-1',
    }
    connections.add(keys)
    const list = await connections.list()
    expect(list.slice(2).map(({ id, label, detail, keyTail }) => [id, label, detail, keyTail])).toEqual([
      ['profile:nas', 'nas', 'nas:9', null],
      ['profile:work', 'work', 'eu-west-1', '1111'],
      ['environment', 'Environment', 'eu-north-1', '2222'],
      ['session:1', 'nas:9000', 'nas:9000', '3333'],
    ])
    expect(JSON.stringify(list)).not.toContain('CANARY')
    expect(JSON.stringify(list)).not.toContain('AKID')
  })
})

describe('a connection for the session', () => {
  test.each([
    [{}, 'nas:9000'],
    [{ label: 'my nas' }, 'my nas'],
    [{ endpoint: '' }, 'Amazon'],
  ])('of %j is called %s', (typed, label) => {
    expect(connections.add({ ...keys, ...typed }).label).toBe(label)
    expect(changes).toBe(1)
  })

  test.each([
    'nas:9000',
    'ftp://nas',
    'http://',
    'https://CANARY:CANARY@nas',
    'https://CANARY@nas',
    's3://CANARY',
    'http://a b CANARY',
  ])('to %s is refused, and the text is not repeated', (endpoint) => {
    let refusal: unknown
    try {
      connections.add({ ...keys, endpoint })
    } catch (error) {
      refusal = error
    }
    expect(refusal).toEqual(refused('usage'))
    expect(JSON.stringify(refusal)).not.toContain('CANARY')
    expect(changes).toBe(0)
  })

  test('is forgotten when it is removed, and its id is not used again', async () => {
    const { id } = connections.add(keys)
    await connections.store(id)
    await connections.remove(id)
    expect((await connections.list()).map((connection) => connection.id)).not.toContain(id)
    await expect(connections.store(id)).rejects.toEqual(refused('usage'))
    expect(connections.add(keys).id).not.toBe(id)
  })

  test.each(['local', 'practice', 'profile:x', 'session:9'])(
    'is the only kind to remove: not %s',
    async (id) => {
      await expect(connections.remove(id)).rejects.toEqual(refused('usage'))
    },
  )
})

describe('a server', () => {
  test('is connected to once', async () => {
    const { id } = connections.add(keys)
    const [one, other] = await Promise.all([connections.store(id), connections.store(id)])
    expect(other).toBe(one)
    expect(one.endpoint.label).toContain('nas:9000')
  })

  test('that could not be opened is tried again the next time', async () => {
    await expect(connections.store('profile:late')).rejects.toEqual(refused('usage'))
    writeFileSync(join(root, 'credentials'), '[late]\naws_access_key_id = a\naws_secret_access_key = b\n')
    expect((await connections.store('profile:late')).endpoint).toBeDefined()
  })

  test.each(['local', 'nonsense', 'session:1', ''])('is not behind %j', async (id) => {
    await expect(connections.store(id)).rejects.toEqual(refused('usage'))
  })
})

describe('practice', () => {
  test('is started when it is first asked for, and has its bucket', async () => {
    const store = await connections.store('practice')
    expect(await store.listBuckets(signal)).toEqual(['practice'])
    expect(await connections.practice()).toBe(await connections.practice())
  })

  test('that does not start is the connection’s problem, and can be tried again', async () => {
    mkdirSync(join(root, 'state'))
    writeFileSync(join(root, 'state', 'practice-window'), 'in the way')
    await expect(connections.store('practice')).rejects.toEqual(refused('disk-failed'))
    const problem = async () => (await connections.list()).find(({ id }) => id === 'practice')?.problem?.code
    expect(await problem()).toBe('disk-failed')
    expect(changes).toBe(1)
    rmSync(join(root, 'state', 'practice-window'))
    await connections.store('practice')
    expect(await problem()).toBeUndefined()
    expect(changes).toBe(2)
  })

  test('has the same keys from one window to the next', async () => {
    const { accessKeyId } = await connections.practice()
    await connections.close()
    expect((await connections.practice()).accessKeyId).toBe(accessKeyId)
  })
})

test.each([
  ['local', []],
  ['environment', []],
  ['profile:my work', ['--profile', 'my work']],
])('the command line reaches %s with %j', async (id, flags) => {
  expect(await connections.flags(id)).toEqual(flags)
})

test('the command line reaches a session’s server by its address, without its keys', async () => {
  const { id } = connections.add({ ...keys, region: 'eu-north-1' })
  const flags = await connections.flags(id)
  expect(flags).toEqual(['--endpoint-url', 'http://nas:9000', '--region', 'eu-north-1'])
})

test('the command line reaches practice where it listens', async () => {
  const { endpoint } = await connections.practice()
  expect(await connections.flags('practice')).toEqual(['--endpoint-url', endpoint])
})

describe('how transfers are made', () => {
  test('is for the s3 block of a profile to say, and the default for whoever has none', async () => {
    writeFileSync(
      join(root, 'config'),
      '[default]\ns3 =\n  max_bandwidth = 1MB/s\n[profile work]\ns3 =\n  multipart_chunksize = 16MB\n',
    )
    const session = connections.add(keys)
    const of = (id: string) => connections.transferSettings(id)
    expect(await of('profile:work')).toEqual({
      ...defaultTransferSettings,
      multipartChunksize: 16 * 1024 ** 2,
    })
    expect(await of('environment')).toEqual({ ...defaultTransferSettings, maxBandwidth: 1024 ** 2 })
    for (const id of ['local', 'practice', session.id]) expect(await of(id)).toEqual(defaultTransferSettings)
  })

  test('is not known where a setting makes no sense', async () => {
    writeFileSync(join(root, 'config'), '[profile work]\ns3 =\n  max_bandwidth = fast\n')
    await expect(connections.transferSettings('profile:work')).rejects.toEqual(refused('usage'))
  })
})

describe('F78 keys of a session that have expired', () => {
  test('are asked for anew by what is open over it, once others were typed', async () => {
    const seen: string[] = []
    const server = createServer((request, reply) => {
      const key = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? ''
      seen.push(key)
      if (key === 'AKIDNEW') reply.end('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>')
      else reply.writeHead(400).end('<Error><Code>ExpiredToken</Code><Message>Over</Message></Error>')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const { id } = connections.add({ ...keys, label: 'Mine', endpoint: `http://127.0.0.1:${port}` })
      const store = await connections.store(id)
      await expect(store.listBuckets(signal)).rejects.toMatchObject({
        code: 'credentials-expired',
        message: 'The credentials of the connection Mine have expired: Over.',
      })
      connections.renew(id, { accessKeyId: 'AKIDNEW', secretAccessKey: 'CANARY-new', sessionToken: '' })
      expect(await store.listBuckets(signal)).toEqual([])
      expect(seen.at(-1)).toBe('AKIDNEW')
      expect(await connections.list()).toContainEqual(expect.objectContaining({ id, keyTail: 'DNEW' }))
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  test.each(['profile:dev', 'practice', 'session:9'])('of %s can’t be typed', (id) => {
    expect(() => {
      connections.renew(id, { accessKeyId: 'A', secretAccessKey: 's', sessionToken: '' })
    }).toThrow('This connection is not there any more.')
  })
})

describe('a saved connection', () => {
  /** Answers ListBuckets, or refuses the key. */
  async function server(known: string): Promise<{ url: string; close(): void }> {
    const listening = createServer((request, response) => {
      const isKnown = request.headers.authorization?.includes(`Credential=${known}/`) === true
      response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/xml' })
      response.end(
        isKnown
          ? '<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>'
          : '<Error><Code>InvalidAccessKeyId</Code><Message>Unknown.</Message></Error>',
      )
    })
    listening.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const { port } = listening.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}`, close: () => listening.close() }
  }

  const lasting = { ...keys, sessionToken: '', label: 'nas' }

  test('is proved, kept with its secret in the keychain, listed, opened and forgotten', async () => {
    const { url, close } = await server(keys.accessKeyId)
    try {
      const saved = await connections.save({ ...lasting, endpoint: url }, false, signal)
      expect(saved).toMatchObject({ id: 'saved:nas', kind: 'saved', label: 'nas', keyTail: '3333' })
      expect(host.connections.list()).toEqual([
        { name: 'nas', endpoint: url, region: '', accessKeyId: keys.accessKeyId },
      ])
      expect(host.connections.secrets.get('nas')).toBe(keys.secretAccessKey)
      expect(JSON.stringify(await connections.list())).not.toContain('CANARY')
      expect(await connections.flags('saved:nas')).toEqual(['--connection', 'nas'])
      expect(await (await connections.store('saved:nas')).listBuckets(signal)).toEqual(['b'])
      await connections.remove('saved:nas')
      expect((await connections.list()).map(({ id }) => id)).not.toContain('saved:nas')
      expect(host.connections.secrets.size).toBe(0)
      expect(changes).toBe(2)
    } finally {
      close()
    }
  })

  test('that can’t be read is told of, and takes no other away', async () => {
    host.connections.list = () => {
      throw new SluiceError({ code: 'disk-failed', message: 'No.' })
    }
    const list = await connections.list()
    expect(list.map(({ id }) => id)).toEqual(['local', 'practice', 'saved:'])
    expect(list[2]?.problem).toMatchObject({ code: 'disk-failed' })
  })

  test('whose keys are refused is not saved', async () => {
    const { url, close } = await server('ANOTHER')
    try {
      await expect(connections.save({ ...lasting, endpoint: url }, false, signal)).rejects.toEqual(
        refused('credentials-refused'),
      )
      expect(await connections.try({ ...lasting, endpoint: url, writeTo: 'b' }, signal)).toMatchObject({
        answers: true,
        accepted: false,
      })
    } finally {
      close()
    }
    expect(host.connections.list()).toEqual([])
    expect(changes).toBe(0)
  })

  test('that is saved anew is opened with what it is now', async () => {
    const [first, second] = [await server(keys.accessKeyId), await server('AKIDNEW')]
    try {
      await connections.save({ ...lasting, endpoint: first.url }, false, signal)
      const before = await connections.store('saved:nas')
      const anew = { ...lasting, endpoint: second.url, accessKeyId: 'AKIDNEW' }
      await expect(connections.save(anew, false, signal)).rejects.toEqual(refused('conflict'))
      expect(host.connections.secrets.get('nas')).toBe(keys.secretAccessKey)
      await connections.save(anew, true, signal)
      const after = await connections.store('saved:nas')
      expect(after).not.toBe(before)
      expect(await after.listBuckets(signal)).toEqual(['b'])
    } finally {
      first.close()
      second.close()
    }
  })

  test.each([
    ['with a session token', { sessionToken: 'CANARY' }],
    ['with an endpoint that is none', { endpoint: 'nas' }],
  ])('%s is refused before anything is asked', async (_case, more) => {
    await expect(connections.save({ ...lasting, ...more }, false, signal)).rejects.toEqual(refused('usage'))
    expect(host.connections.list()).toEqual([])
  })
})
