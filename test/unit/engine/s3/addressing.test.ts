import dns from 'node:dns'
import { expect, onTestFinished, test, vi, type MockInstance } from 'vitest'
import { learnAddressing, withAddressing } from '../../../../main/engine/s3/addressing.ts'
import { habitsAt, habitsInMemory } from '../../../../main/engine/s3/endpoint-habits.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { connect, errorDocument, fail, put, serve } from './scripted-server.ts'

const url = 'http://s3.example.test'

/** A server that has its buckets in the host name alone, reached by a proxy. */
async function hostOnly() {
  const habits = habitsInMemory()
  let held: Promise<void> | undefined
  let onAsked = (): void => undefined
  const { endpoint, asked } = await serve(async ({ headers }, reply) => {
    const wait = held
    held = undefined
    onAsked()
    await wait
    if (headers.host !== 'bucket.s3.example.test')
      fail(
        reply,
        403,
        errorDocument('SecondLevelDomainForbidden', 'Please use virtual hosted style to access.'),
      )
    else reply.writeHead(200, { etag: '"e"' }).end()
  })
  const proxyEnv = { HTTP_PROXY: endpoint }
  const open = (anyStyle = true) =>
    connect({ endpoint: url, pathStyle: true, anyStyle, habits, proxyEnv }).connection
  const hosts = () => asked.map(({ headers }) => headers.host)
  /** The next request is answered once it is let go. */
  const hold = () => {
    const { promise, resolve: letGo } = Promise.withResolvers<void>()
    const { promise: isAsked, resolve } = Promise.withResolvers<void>()
    held = promise
    onAsked = resolve
    return { isAsked, letGo }
  }
  return { open, hold, hosts, learnt: () => habits.of(url).addressing?.value }
}

test('a server that wants its buckets in the host name is asked so at once from then on', async () => {
  const { open, hosts, learnt } = await hostOnly()
  const connection = open()
  await put(connection, 'bucket')
  await put(connection, 'bucket')
  await put(open(), 'bucket')
  const inHost = 'bucket.s3.example.test'
  expect(hosts()).toEqual(['s3.example.test', inHost, inHost, inHost])
  expect(learnt()).toBe('host')
})

test('where a person has said path, it stays the path', async () => {
  const { open, hosts, learnt } = await hostOnly()
  await expect(put(open(false), 'bucket')).rejects.toMatchObject({ code: 'access-denied' })
  expect([hosts(), learnt()]).toEqual([['s3.example.test'], undefined])
})

test('one whose first call was on its way when another learnt it goes there, too', async () => {
  const { open, hosts, hold } = await hostOnly()
  const [late, inHost] = [open(), 'bucket.s3.example.test']
  const { isAsked, letGo } = hold()
  const first = put(late, 'bucket')
  await isAsked
  await put(open(), 'bucket')
  letGo()
  await first
  await put(late, 'bucket')
  expect(hosts().slice(2)).toEqual([inHost, inHost, inHost])
})

test.each([
  ['bucket', 'path'],
  ['arn:aws:s3:us-east-1:123456789012:accesspoint:mine', 'host'],
])(
  'where there is no host of the name of %s, buckets are known to belong in the %s',
  async (bucket, expected) => {
    const lookup = vi.spyOn(dns, 'lookup') as unknown as MockInstance<(...of: unknown[]) => void>
    lookup.mockImplementation((...of) => {
      const done = of.at(-1) as (error: Error) => void
      done(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }))
    })
    onTestFinished(() => {
      lookup.mockRestore()
    })
    const habits = habitsInMemory({ [url]: { addressing: { value: 'host', seen: new FakeClock().now() } } })
    const { connection } = connect({ endpoint: url, anyStyle: true, habits })
    await expect(put(connection, bucket)).rejects.toMatchObject({ code: 'unreachable' })
    expect(habits.of(url).addressing?.value).toBe(expected)
  },
)

test.each([
  [undefined, 'path', 'SecondLevelDomainForbidden', 'host'],
  [undefined, 'path', 'PathStyleDomainForbidden', 'host'],
  [undefined, 'path', 'InvalidPathAccess', 'host'],
  [undefined, 'path', 'AccessDenied', null],
  [undefined, 'path', 'ENOTFOUND', null],
  ['path', 'path', 'InvalidPathAccess', 'host'],
  ['host', 'path', 'InvalidPathAccess', 'host'],
  ['host', 'path', 'ENOTFOUND', null],
  ['host', 'host', 'ENOTFOUND', 'path'],
  ['path', 'host', 'ENOTFOUND', 'path'],
  ['host', 'host', 'ECONNREFUSED', null],
  ['host', 'host', 'InvalidPathAccess', null],
] as const)('known as %s, asked in the %s and failed with %s, it belongs in the %s', (...row) => {
  const [known, asked, failed, expected] = row
  const habits = habitsAt('http://h', habitsInMemory(), { clock: new FakeClock() })
  if (known !== undefined) habits.learn('addressing', known)
  const raw = failed.startsWith('E')
    ? Object.assign(new Error('x'), { code: failed })
    : Object.assign(new Error('x'), { name: failed, $metadata: { httpStatusCode: 403 } })
  const there = { raw, inPath: asked === 'path' }
  expect(learnAddressing(habits, { anyStyle: true }, there)).toBe(expected !== null)
  expect(habits.find('addressing')).toBe(expected ?? known ?? null)
  expect(learnAddressing(habits, {}, there)).toBe(false)
})

test('a habit decides only where nobody has said', () => {
  const habits = habitsAt('http://h', habitsInMemory(), { clock: new FakeClock() })
  expect(withAddressing({ pathStyle: true, anyStyle: true }, habits).pathStyle).toBe(true)
  habits.learn('addressing', 'host')
  expect(withAddressing({ pathStyle: true, anyStyle: true }, habits).pathStyle).toBe(false)
  expect(withAddressing({ pathStyle: true }, habits).pathStyle).toBe(true)
})
