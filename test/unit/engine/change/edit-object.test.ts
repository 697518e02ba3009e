import { describe, expect, it } from 'vitest'
import { s3Error, type S3Code } from '../../../fakes/s3-error.ts'
import type { S3Op } from '../../../fakes/memory-s3.ts'
import { edit, setUpObject } from './changed-object.ts'

const html = { contentType: 'text/html' }

/** An object with tags, on a server. */
async function setUp(quirks: 'aws' | 'radosgw', tags: Readonly<Record<string, string>> = { team: 'web' }) {
  const setup = await setUpObject('kept', quirks)
  const { bucket, key, s3, written, change } = setup
  const object = () => bucket.current(key)
  const tag = (given: Readonly<Record<string, string>>) => {
    Object.assign(object() ?? {}, { tags: given })
  }
  tag(tags)
  /** The next so many requests of a kind fail, before they take place, or after it. */
  const fail = (when: 'before' | 'after', op: S3Op, times: number, code: S3Code = 'InternalError') => {
    let left = times
    s3[when] = (of) => {
      if (of === op && left-- > 0) throw s3Error(code, { op, bucket: 'www', key })
    }
  }
  const properties = (wanted: Parameters<typeof edit>[0]) =>
    ({ kind: 'properties', etag: written.etag, edit: edit(wanted) }) as const
  const count = (op: S3Op) => s3.effects.filter((effect) => effect.op === op).length
  return { ...setup, object, tag, fail, properties, count, change }
}

describe.each(['aws', 'radosgw'] as const)('an edit on %s', (quirks) => {
  it('leaves tags that were added after the review, and says so', async () => {
    const { change, properties, tag, tags } = await setUp(quirks)
    const { row, report } = await change(properties({ headers: html, tags: { team: 'ops' } }), () => {
      tag({ team: 'web', hold: 'legal' })
    })
    expect(row?.state).toBe('refused-changed')
    expect(report.refused).toBe(1)
    expect(await tags()).toEqual({ team: 'web', hold: 'legal' })
  })

  it('of tags alone leaves those that were added after the review, however long the row is', async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`t${n}`, 'é'.repeat(256)]))
    const { change, properties, tag, tags } = await setUp(quirks, many)
    const { row } = await change(properties({ tags: {} }), () => {
      tag({ ...many, hold: 'legal' })
    })
    expect(row?.state).toBe('refused-changed')
    expect(await tags()).toHaveProperty('hold')
  })

  it('of headers keeps tags that nobody touched', async () => {
    const { change, properties, tags, head } = await setUp(quirks)
    const { report } = await change(properties({ headers: html }))
    expect(report).toMatchObject({ exit: 0, adjusted: 1 })
    expect((await head())?.contentType).toBe('text/html')
    expect(await tags()).toEqual({ team: 'web' })
  })

  it('gives both headers and tags, and takes away the last tag', async () => {
    const { change, properties, tags, head, object } = await setUp(quirks)
    await change(properties({ headers: html, tags: { team: 'ops', 'a b': 'é&=' } }))
    expect(await tags()).toEqual({ team: 'ops', 'a b': 'é&=' })
    expect((await head())?.contentType).toBe('text/html')
    await change({ ...properties({ headers: { contentType: null }, tags: {} }), etag: object()?.etag ?? '' })
    expect(await tags()).toEqual({})
  })

  it('keeps Object Lock while it lasts, encryption and a bucket key', async () => {
    const { change, properties, head, object } = await setUp(quirks)
    const lock = { lockMode: 'GOVERNANCE', lockUntil: '2027-01-01T00:00:00Z', legalHold: 'ON' }
    const kms = { encryption: 'aws:kms', kmsKeyId: 'key-1', bucketKey: 'true' }
    Object.assign(object() ?? {}, { ...lock, ...kms })
    await change(properties({ headers: html }))
    expect(await head()).toMatchObject({ contentType: 'text/html', ...lock, ...kms })
  })

  it('gives no lock that is over, and keeps encryption in two layers', async () => {
    const { change, properties, head, object } = await setUp(quirks)
    const over = { lockMode: 'GOVERNANCE', lockUntil: '2020-01-01T00:00:00Z', legalHold: 'OFF' }
    Object.assign(object() ?? {}, { ...over, encryption: 'aws:kms:dsse', kmsKeyId: 'key-1' })
    await change(properties({ headers: html }))
    const now = await head()
    expect(now).toMatchObject({ encryption: 'aws:kms:dsse', kmsKeyId: 'key-1' })
    expect([now?.lockMode, now?.lockUntil, now?.legalHold]).toEqual([undefined, undefined, undefined])
  })

  it('that was done, though every reply was lost, is found done when it is tried again', async () => {
    const { change, properties, fail, s3, tags, head } = await setUp(quirks)
    fail('after', 'copy', 5)
    const { report, row } = await change(
      properties({ headers: html, tags: { team: 'ops' } }),
      undefined,
      () => {
        s3.after = undefined
      },
    )
    expect(row?.state).toBe('done')
    expect(report.failed).toBe(0)
    expect(await tags()).toEqual({ team: 'ops' })
    expect((await head())?.contentType).toBe('text/html')
  })
})

describe('on Amazon', () => {
  it('headers and tags are one write', async () => {
    const { change, properties, count, bucket, key } = await setUp('aws')
    await change(properties({ headers: html, tags: { team: 'ops' } }))
    expect([count('copy'), count('setTags')]).toEqual([1, 0])
    expect(bucket.versions(key)).toHaveLength(2)
  })

  it('tags that no header can hold are put after the copy', async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`t${n}`, 'é'.repeat(200)]))
    const { change, properties, count, tags } = await setUp('aws')
    await change(properties({ headers: html, tags: many }))
    expect(count('setTags')).toBe(1)
    expect(await tags()).toEqual(many)
  })

  it.each([
    ['as it was to be', 'text/html', 'done'],
    ['otherwise', 'text/other', 'refused-changed'],
  ])(
    'where the copy has another ETag, and what is there after a lost reply is %s',
    async (_, type, state) => {
      const { change, properties, s3, bucket, key } = await setUp('aws')
      // The ETag of an object under KMS is no digest, and another one with each copy.
      bucket.encrypted = true
      let copies = 0
      s3.after = (op) => {
        if (op !== 'copy' || copies++ > 0) return
        const object = bucket.current(key)
        if (object !== null) bucket.write(key, { ...object, contentType: type })
        throw s3Error('InternalError', { op, bucket: 'www', key })
      }
      const { row } = await change(properties({ headers: html }))
      expect(row?.state).toBe(state)
    },
  )
})

describe('on a server that drops tags', () => {
  it('those of the very version that was written are put, and by one more try where they failed', async () => {
    const { change, properties, fail, tags, count } = await setUp('radosgw')
    fail('before', 'setTags', 5)
    const { report, row } = await change(properties({ headers: html }))
    expect([row?.state, report.warnings]).toEqual(['done', 0])
    expect(count('setTags')).toBe(6)
    expect(await tags()).toEqual({ team: 'web' })
  })

  it('what can’t be given its tags is changed, and a notice says what they were', async () => {
    const { change, properties, fail, head, notices } = await setUp('radosgw')
    fail('before', 'setTags', 100, 'AccessDenied')
    const { report, row } = await change(properties({ headers: html }))
    expect([row?.state, report.warnings]).toEqual(['done', 1])
    expect(row?.outcome?.versionId).toBe((await head())?.versionId)
    expect(notices.join()).toContain('its tags could not be put again')
    expect(notices.join()).toContain('team=web')
  })

  it('what was done without a reply, and could not be given its tags, gets them when it is tried again', async () => {
    const { change, properties, s3, tags, key, notices } = await setUp('radosgw')
    s3.after = (op) => {
      if (op === 'copy') throw s3Error('InternalError', { op, bucket: 'www', key })
    }
    s3.before = (op) => {
      if (op === 'setTags') throw s3Error('InternalError', { op, bucket: 'www', key })
    }
    const { row } = await change(properties({ headers: html }), undefined, () => {
      expect(notices.join()).toContain('It may have lost its tags.')
      s3.after = s3.before = undefined
    })
    expect(row?.state).toBe('done')
    expect(await tags()).toEqual({ team: 'web' })
  })

  it('an edit that is stopped once it is written keeps them', async () => {
    const { change, properties, s3, tags, head } = await setUp('radosgw')
    const stop = new AbortController()
    s3.after = (op) => {
      if (op === 'copy') stop.abort()
    }
    await change(properties({ headers: html }), undefined, null, stop.signal)
    expect((await head())?.contentType).toBe('text/html')
    expect(await tags()).toEqual({ team: 'web' })
  })

  it('one that somebody else replaced meanwhile does not get them', async () => {
    const { change, properties, s3, bucket, key, tags } = await setUp('radosgw')
    s3.before = (op) => {
      if (op !== 'setTags') return
      s3.before = undefined
      bucket.write(key, { bytes: Buffer.from('theirs'), etag: 't', etagIsDigest: false, metadata: {} })
    }
    await change(properties({ headers: html }))
    expect(await tags()).toEqual({})
  })
})
