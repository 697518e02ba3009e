import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PracticeServer } from '../../../../main/practice/index.ts'
import { seqOfVersionId, newVersionId, isVersionId } from '../../../../main/practice/store/version-id.ts'
import type { Answer } from '../practice-client.ts'
import { send, startServer, texts } from '../practice-client.ts'

async function setVersioning(server: PracticeServer, status: string): Promise<Answer> {
  const body = `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`
  return send(server, 'PUT', '/bucket?versioning', { body })
}

async function put(server: PracticeServer, content: string, key = 'key'): Promise<string> {
  const { headers } = await send(server, 'PUT', `/bucket/${key}`, { body: content })
  return String(headers['x-amz-version-id'])
}

async function remove(server: PracticeServer, versionId?: string): Promise<Answer> {
  return send(server, 'DELETE', `/bucket/key${versionId === undefined ? '' : `?versionId=${versionId}`}`)
}

interface Listed {
  readonly kind: string
  readonly key: string
  readonly id: string
  readonly latest: boolean
}

async function versions(server: PracticeServer, query = ''): Promise<Listed[]> {
  const { text } = await send(server, 'GET', `/bucket?versions${query}`)
  return [...text.matchAll(/<(Version|DeleteMarker)>.*?<\/\1>/gs)].map(([element, kind = '']) => ({
    kind,
    key: texts(element, 'Key')[0] ?? '',
    id: texts(element, 'VersionId')[0] ?? '',
    latest: texts(element, 'IsLatest')[0] === 'true',
  }))
}

describe('a bucket that never kept versions', () => {
  test('says nothing of them, and knows only the null version', async () => {
    const server = await startServer()
    expect((await send(server, 'GET', '/bucket?versioning')).text).not.toContain('Status')
    expect(await put(server, 'one')).toBe('undefined')
    await put(server, 'two')
    expect(await versions(server)).toEqual([{ kind: 'Version', key: 'key', id: 'null', latest: true }])
    expect(
      (await send(server, 'GET', '/bucket/key?versionId=null')).headers['x-amz-version-id'],
    ).toBeUndefined()
    expect((await send(server, 'GET', `/bucket/key?versionId=${newVersionId(1)}`)).code).toBe(
      'InvalidArgument',
    )
    const removed = await remove(server)
    expect(removed.headers['x-amz-delete-marker']).toBeUndefined()
    expect(await versions(server)).toEqual([])
  })
})

describe('a bucket that keeps versions', () => {
  test('keeps each under an id, and gives the newest', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    const ids = [await put(server, 'one'), await put(server, 'two')]
    expect(ids.every(isVersionId)).toBe(true)
    expect(await send(server, 'GET', '/bucket/key')).toMatchObject({
      text: 'two',
      headers: { 'x-amz-version-id': ids[1] },
    })
    expect(await send(server, 'GET', `/bucket/key?versionId=${ids[0] ?? ''}`)).toMatchObject({
      text: 'one',
      headers: { 'x-amz-version-id': ids[0] },
    })
    expect((await versions(server)).map(({ id, latest }) => [id, latest])).toEqual([
      [ids[1], true],
      [ids[0], false],
    ])
  })

  test('puts a delete marker on top, which hides the object until it is removed', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    const id = await put(server, 'one')
    const removed = await remove(server)
    const marker = String(removed.headers['x-amz-version-id'])
    expect(removed).toMatchObject({ status: 204, headers: { 'x-amz-delete-marker': 'true' } })
    expect(await send(server, 'GET', '/bucket/key')).toMatchObject({
      status: 404,
      code: 'NoSuchKey',
      headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker },
    })
    expect(await send(server, 'GET', `/bucket/key?versionId=${marker}`)).toMatchObject({
      status: 405,
      code: 'MethodNotAllowed',
      headers: { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
    })
    expect((await send(server, 'GET', `/bucket/key?versionId=${id}`)).text).toBe('one')
    expect(texts((await send(server, 'GET', '/bucket')).text, 'Key')).toEqual([])
    expect((await versions(server)).map(({ kind, latest }) => [kind, latest])).toEqual([
      ['DeleteMarker', true],
      ['Version', false],
    ])
    expect((await send(server, 'DELETE', '/bucket')).code).toBe('BucketNotEmpty')

    const undone = await remove(server, marker)
    expect(undone.headers).toMatchObject({ 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker })
    expect((await send(server, 'GET', '/bucket/key')).text).toBe('one')
  })

  test('removes a version for good by its id, and the one below becomes the newest', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    const [one, two] = [await put(server, 'one'), await put(server, 'two')]
    const removed = await remove(server, two)
    expect(removed.headers['x-amz-version-id']).toBe(two)
    expect(removed.headers['x-amz-delete-marker']).toBeUndefined()
    expect((await send(server, 'GET', '/bucket/key')).text).toBe('one')
    expect(await send(server, 'GET', `/bucket/key?versionId=${two}`)).toMatchObject({
      status: 404,
      code: 'NoSuchVersion',
    })
    expect((await remove(server, two)).status).toBe(204)
    expect((await remove(server, 'nonsense')).code).toBe('InvalidArgument')
    await remove(server, one)
    expect(await versions(server)).toEqual([])
    expect((await send(server, 'DELETE', '/bucket')).status).toBe(204)
  })

  test('puts a marker even on an absent key', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    await remove(server)
    await remove(server)
    expect((await versions(server)).map(({ kind }) => kind)).toEqual(['DeleteMarker', 'DeleteMarker'])
  })

  test('counts a marker as absent in conditions, and lets a copy bring back a version', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    const one = await put(server, 'one')
    await remove(server)
    const conditional = await send(server, 'DELETE', '/bucket/key', { headers: { 'if-match': '*' } })
    expect(conditional.code).toBe('NoSuchKey')
    const copied = await send(server, 'PUT', '/bucket/key', {
      headers: { 'x-amz-copy-source': `bucket/key?versionId=${one}`, 'if-none-match': '*' },
    })
    expect(copied).toMatchObject({ status: 200, headers: { 'x-amz-copy-source-version-id': one } })
    expect((await send(server, 'GET', '/bucket/key')).text).toBe('one')
  })

  test('keeps the tags of each version apart', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    const one = await put(server, 'one')
    const two = await put(server, 'two')
    const body = '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>'
    expect(
      (await send(server, 'PUT', `/bucket/key?tagging&versionId=${one}`, { body })).headers[
        'x-amz-version-id'
      ],
    ).toBe(one)
    expect(texts((await send(server, 'GET', `/bucket/key?tagging&versionId=${one}`)).text, 'Key')).toEqual([
      'a',
    ])
    expect(await send(server, 'GET', '/bucket/key?tagging')).toMatchObject({
      headers: { 'x-amz-version-id': two },
    })
    await remove(server)
    expect(await send(server, 'GET', '/bucket/key?tagging')).toMatchObject({
      status: 405,
      code: 'MethodNotAllowed',
    })
  })
})

describe('a bucket that no longer keeps versions', () => {
  test('replaces the null version and leaves the others', async () => {
    const server = await startServer()
    await put(server, 'before')
    await setVersioning(server, 'Enabled')
    const one = await put(server, 'one')
    await setVersioning(server, 'Suspended')
    expect((await send(server, 'GET', '/bucket?versioning')).text).toContain('<Status>Suspended</Status>')
    expect(await put(server, 'suspended')).toBe('undefined')
    expect((await versions(server)).map(({ id, latest }) => [id, latest])).toEqual([
      ['null', true],
      [one, false],
    ])
    expect(await send(server, 'GET', '/bucket/key')).toMatchObject({
      text: 'suspended',
      headers: { 'x-amz-version-id': 'null' },
    })

    const removed = await remove(server)
    expect(removed.headers).toMatchObject({ 'x-amz-delete-marker': 'true', 'x-amz-version-id': 'null' })
    expect((await versions(server)).map(({ kind, id }) => [kind, id])).toEqual([
      ['DeleteMarker', 'null'],
      ['Version', one],
    ])
    await put(server, 'again')
    expect((await versions(server)).map(({ kind, id }) => [kind, id])).toEqual([
      ['Version', 'null'],
      ['Version', one],
    ])
  })

  test.each([
    ['<VersioningConfiguration/>', 'IllegalVersioningConfigurationException'],
    ['<VersioningConfiguration><Status>enabled</Status></VersioningConfiguration>', 'MalformedXML'],
    ['<VersioningConfiguration><Status>Disabled</Status></VersioningConfiguration>', 'MalformedXML'],
    ['', 'MalformedXML'],
  ])('the configuration %s is refused', async (body, code) => {
    const server = await startServer()
    expect((await send(server, 'PUT', '/bucket?versioning', { body })).code).toBe(code)
  })
})

describe('the listing of versions', () => {
  test('pages through all of them, by key and the newest first', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    for (const content of ['1', '2', '3'])
      for (const key of ['b', 'a', 'c/d']) await put(server, content, key)
    const whole = await versions(server)
    expect(whole.map(({ key }) => key)).toEqual(['a', 'a', 'a', 'b', 'b', 'b', 'c/d', 'c/d', 'c/d'])

    const paged: Listed[] = []
    let markers = ''
    for (let page = 0; page < 20; page++) {
      const { text } = await send(server, 'GET', `/bucket?versions&max-keys=2${markers}`)
      paged.push(...(await versions(server, `&max-keys=2${markers}`)))
      if (texts(text, 'IsTruncated')[0] === 'false') break
      markers = `&key-marker=${encodeURIComponent(texts(text, 'NextKeyMarker')[0] ?? '')}&version-id-marker=${texts(text, 'NextVersionIdMarker')[0] ?? ''}`
    }
    expect(paged).toEqual(whole)

    const rolled = await send(server, 'GET', '/bucket?versions&delimiter=%2F&key-marker=b')
    expect(texts(rolled.text, 'Prefix')).toEqual(['', 'c/'])
    expect((await versions(server, '&key-marker=a')).map(({ key }) => key)).toEqual([
      'b',
      'b',
      'b',
      'c/d',
      'c/d',
      'c/d',
    ])
    expect((await send(server, 'GET', '/bucket?versions&version-id-marker=x')).code).toBe('InvalidArgument')
  })

  test('goes on right after its marker, though that version was removed meanwhile', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    for (let i = 0; i < 4; i++) await put(server, String(i))
    const [, marker, third, fourth] = await versions(server)
    await remove(server, marker?.id)
    expect(await versions(server, `&key-marker=key&version-id-marker=${marker?.id ?? ''}`)).toEqual([
      third,
      fourth,
    ])
  })

  test('ends when a bucket is emptied page by page', async () => {
    const server = await startServer()
    await setVersioning(server, 'Enabled')
    for (let i = 0; i < 7; i++) await put(server, String(i))
    let markers = ''
    for (let page = 0; page < 10; page++) {
      const { text } = await send(server, 'GET', `/bucket?versions&max-keys=2${markers}`)
      for (const { id } of await versions(server, `&max-keys=2${markers}`)) await remove(server, id)
      if (texts(text, 'IsTruncated')[0] === 'false') break
      markers = `&key-marker=key&version-id-marker=${texts(text, 'NextVersionIdMarker')[0] ?? ''}`
    }
    expect(await versions(server)).toEqual([])
  })
})

test('a batch leaves markers, and removes versions by id', async () => {
  const server = await startServer()
  await setVersioning(server, 'Enabled')
  const id = await put(server, 'one')
  const batch = async (objects: string): Promise<string> => {
    const body = `<Delete>${objects}</Delete>`
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') }
    return (await send(server, 'POST', '/bucket?delete', { body, headers })).text
  }
  const marked = await batch('<Object><Key>key</Key></Object>')
  const [marker = ''] = texts(marked, 'DeleteMarkerVersionId')
  expect(texts(marked, 'DeleteMarker')).toEqual(['true'])
  const cleared = await batch(
    ['nonsense', marker, id]
      .map((one) => `<Object><Key>key</Key><VersionId>${one}</VersionId></Object>`)
      .join(''),
  )
  expect(texts(cleared, 'Code')).toEqual(['NoSuchVersion'])
  expect(texts(cleared, 'VersionId')).toEqual(['nonsense', marker, id])
  expect(texts(cleared, 'DeleteMarkerVersionId')).toEqual([marker])
  expect(await versions(server)).toEqual([])
})

test('a version id says its place in the order of writing', () => {
  expect([1, 35, 36, 2 ** 52].map((seq) => seqOfVersionId(newVersionId(seq)))).toEqual([1, 35, 36, 2 ** 52])
  expect(newVersionId(1)).toHaveLength(32)
  expect(newVersionId(1)).not.toBe(newVersionId(1))
  expect([seqOfVersionId('null'), seqOfVersionId('x')]).toEqual([null, null])
})
