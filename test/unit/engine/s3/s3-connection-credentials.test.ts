import { describe, expect, test, vi } from 'vitest'
import type { CredentialsProvider } from '../../../../main/engine/s3/connection-options.ts'
import { SluiceError } from '../../../../shared/errors.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { connect, errorDocument, fail, failure, put, secret, serve, signedFor } from './scripted-server.ts'

describe('credentials', () => {
  const expired = errorDocument('ExpiredToken', 'The provided token has expired.')

  /** Gives other keys each time they are wanted anew. */
  function renewable(): CredentialsProvider {
    let number = 1
    return (options) => {
      if (options?.forceRefresh === true) number++
      return Promise.resolve({
        accessKeyId: `KEY${number}`,
        secretAccessKey: secret,
        sessionToken: `token${number}`,
      })
    }
  }

  test('that the server calls expired are fetched anew, once', async () => {
    const server = await serve((asked, reply) => {
      if (asked.headers['x-amz-security-token'] === 'token1') fail(reply, 400, expired)
      else reply.end()
    })
    const { connection } = connect({ endpoint: server.endpoint, credentials: renewable() })
    await put(connection, 'bucket')
    await put(connection, 'bucket')
    expect(server.asked.map(({ headers }) => headers['x-amz-security-token'])).toEqual([
      'token1',
      'token2',
      'token2',
    ])
  })

  test('that differ only in their secret are others', async () => {
    let calls = 0
    const server = await serve((_, reply) => {
      if (++calls === 1) fail(reply, 400, expired)
      else reply.end()
    })
    const credentials: CredentialsProvider = (options) =>
      Promise.resolve({
        accessKeyId: 'KEY',
        secretAccessKey: options?.forceRefresh === true ? `another ${secret}` : secret,
      })
    const { connection } = connect({ endpoint: server.endpoint, credentials })
    await put(connection, 'bucket')
    expect(server.asked).toHaveLength(2)
  })

  test('are fetched anew once for all calls that were under way', async () => {
    const late = Promise.withResolvers<undefined>()
    const server = await serve(async (asked, reply) => {
      if (asked.url.startsWith('/late/')) await late.promise
      if (asked.headers['x-amz-security-token'] === 'token1') fail(reply, 400, expired)
      else reply.end()
    })
    const { connection } = connect({ endpoint: server.endpoint, credentials: renewable() })
    const waiting = put(connection, 'late')
    await Promise.all(['a', 'b', 'c'].map((bucket) => put(connection, bucket)))
    late.resolve(undefined)
    await waiting
    expect(new Set(server.asked.map(({ headers }) => headers['x-amz-security-token']))).toEqual(
      new Set(['token1', 'token2']),
    )
  })

  test('that stay expired are an error', async () => {
    const server = await serve((_, reply) => {
      fail(reply, 400, expired)
    })
    const { connection } = connect({ endpoint: server.endpoint, credentials: renewable() })
    expect(await failure(put(connection, 'bucket'))).toMatchObject({ code: 'credentials-expired' })
    expect(server.asked).toHaveLength(2)
  })

  test.each([
    [400, 'ExpiredToken', 'credentials-expired', /^The credentials of the profile dev have expired/],
    [403, 'InvalidAccessKeyId', 'credentials-refused', /not accept the credentials of the profile dev:/],
    [403, 'SignatureDoesNotMatch', 'credentials-refused', /not accept the credentials of the profile dev:/],
  ])('refused with %i %s are named', async (status, s3Code, code, words) => {
    const server = await serve((_, reply) => {
      fail(reply, status, errorDocument(s3Code))
    })
    const identity = { name: 'the profile dev', renewal: 'Log in.' }
    const error = await failure(put(connect({ endpoint: server.endpoint, identity }).connection, 'bucket'))
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string })
    if (code === 'credentials-expired')
      expect(error).toMatchObject({ advice: expect.stringMatching(/^Log in\. Then run it again/) as string })
  })

  test('that can’t be renewed are an error at once', async () => {
    const server = await serve((_, reply) => {
      fail(reply, 400, expired)
    })
    expect(await failure(put(connect({ endpoint: server.endpoint }).connection, 'bucket'))).toMatchObject({
      code: 'credentials-expired',
    })
    expect(server.asked).toHaveLength(1)
  })

  test('that can’t be had are an error before anything is sent', async () => {
    const server = await serve((_, reply) => reply.end())
    const none = new SluiceError({ code: 'no-credentials', message: 'None.' })
    const credentials = () => Promise.reject(none)
    const { connection } = connect({ endpoint: server.endpoint, credentials })
    expect(await failure(put(connection, 'bucket'))).toBe(none)
    expect(server.asked).toEqual([])
  })

  test('are fetched once for all regions', async () => {
    const server = await serve((asked, reply) => {
      const there = /^\/(\w+-\w+-\d)\//.exec(asked.url)?.[1] ?? ''
      if (signedFor(asked.headers.authorization) === there) reply.end()
      else fail(reply, 301, errorDocument('PermanentRedirect'), { 'x-amz-bucket-region': there })
    })
    const credentials = vi.fn(renewable())
    const { connection } = connect({ endpoint: server.endpoint, credentials })
    await Promise.all(['eu-west-1', 'eu-west-2', 'us-east-1'].map((bucket) => put(connection, bucket)))
    expect(credentials).toHaveBeenCalledTimes(1)
  })

  test('that are about to end are fetched anew', async () => {
    const server = await serve((_, reply) => reply.end())
    // The SDK has its own clock, which is the system's.
    const clock = new FakeClock(Date.now())
    const ends = [200_000, 3_600_000].map((ms) => new Date(clock.now() + ms))
    const credentials = vi.fn(() => {
      const expiration = ends.shift()
      return Promise.resolve({
        accessKeyId: 'K',
        secretAccessKey: secret,
        ...(expiration === undefined ? {} : { expiration }),
      })
    })
    const { connection } = connect({ endpoint: server.endpoint, credentials, clock })
    await put(connection, 'bucket')
    await put(connection, 'bucket')
    await put(connection, 'bucket')
    expect(credentials).toHaveBeenCalledTimes(2)
  })

  test('are fetched anew by the way of the client that had them refused', async () => {
    const server = await serve((_, reply) => {
      fail(reply, 400, expired)
    })
    const credentials = vi.fn(renewable())
    await failure(put(connect({ endpoint: server.endpoint, credentials }).connection, 'bucket'))
    const [first, second] = credentials.mock.calls.map(([options]) => options)
    expect(second).toMatchObject({ forceRefresh: true })
    expect(second?.callerClientConfig?.requestHandler).toBe(first?.callerClientConfig?.requestHandler)
    expect(second?.callerClientConfig?.requestHandler).toBeDefined()
  })
})
