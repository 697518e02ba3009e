import { expect, test } from 'vitest'
import { learnAddressing, withAddressing } from '../../../../main/engine/s3/addressing.ts'
import { habitsAt, habitsInMemory } from '../../../../main/engine/s3/endpoint-habits.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { connect, errorDocument, fail, put, serve } from './scripted-server.ts'

const url = 'http://s3.example.test'

/** A server that has its buckets in the host name alone, reached by a proxy. */
async function hostOnly() {
  const habits = habitsInMemory()
  const { endpoint, asked } = await serve(({ headers }, reply) => {
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
  return { open, hosts, learnt: () => habits.of(url).addressing?.value }
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

test.each([
  [undefined, 'SecondLevelDomainForbidden', 'host'],
  [undefined, 'PathStyleDomainForbidden', 'host'],
  [undefined, 'InvalidPathAccess', 'host'],
  [undefined, 'AccessDenied', null],
  ['path', 'InvalidPathAccess', 'host'],
  ['host', 'ENOTFOUND', 'path'],
  ['host', 'ECONNREFUSED', null],
  ['host', 'InvalidPathAccess', null],
  [undefined, 'ENOTFOUND', null],
] as const)('known as %s and failed with %s, it belongs in the %s', (known, failed, expected) => {
  const habits = habitsAt('http://h', habitsInMemory(), { clock: new FakeClock() })
  if (known !== undefined) habits.learn('addressing', known)
  const raw = failed.startsWith('E')
    ? Object.assign(new Error('x'), { code: failed })
    : Object.assign(new Error('x'), { name: failed, $metadata: { httpStatusCode: 403 } })
  expect(learnAddressing(habits, { anyStyle: true }, { raw })).toBe(expected !== null)
  expect(habits.find('addressing')).toBe(expected ?? known ?? null)
  expect(learnAddressing(habits, {}, { raw })).toBe(false)
})

test('a habit decides only where nobody has said', () => {
  const habits = habitsAt('http://h', habitsInMemory(), { clock: new FakeClock() })
  expect(withAddressing({ pathStyle: true, anyStyle: true }, habits).pathStyle).toBe(true)
  habits.learn('addressing', 'host')
  expect(withAddressing({ pathStyle: true, anyStyle: true }, habits).pathStyle).toBe(false)
  expect(withAddressing({ pathStyle: true }, habits).pathStyle).toBe(true)
})
