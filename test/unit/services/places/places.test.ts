import { describe, expect, test } from 'vitest'
import { Places } from '../../../../main/services/places/places.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

function open() {
  const { fs } = createMemoryWorld({ fs: { uid: 1000 } })
  plantTree(fs, '/home/ada', { 'site/page': 'x' })
  return { fs, places: new Places({ platform: 'linux', home: '/home/ada' }, fs) }
}

describe('a place', () => {
  test('is known by a token that can not be guessed, the same one each time', async () => {
    const { places } = open()
    const [typed, again] = await Promise.all(
      ['~/site', '/home/ada/site/'].map((text) => places.open('local', text, null)),
    )
    expect(typed?.token).toMatch(/^[0-9a-f-]{36}$/)
    expect(again).toEqual(typed)
    expect(places.describe(places.locate(typed?.token ?? ''))).toEqual(typed)
  })

  test('on another connection is another one', async () => {
    const { places } = open()
    const [one, other] = await Promise.all(['a', 'b'].map((id) => places.open(id, 's3://www/x', null)))
    expect(one).toMatchObject({ connectionId: 'a', kind: 's3', text: 's3://www/x/' })
    expect(other?.token).not.toBe(one?.token)
  })

  test('has crumbs that lead to where they say, the last to itself', async () => {
    const { places } = open()
    const place = await places.open('local', '~/site', null)
    expect(place.crumbs.map(({ name }) => name)).toEqual(['/', 'home', 'ada', 'site'])
    expect(place.crumbs.at(-1)?.token).toBe(place.token)
    expect(places.describe(places.locate(place.crumbs[2]?.token ?? '')).text).toBe('/home/ada')
  })

  test('of a relative path is below the one it was typed in', async () => {
    const { places } = open()
    const home = await places.open('local', '~', null)
    expect((await places.open('local', 'site', home.token)).text).toBe('/home/ada/site')
  })

  test('has places below it', async () => {
    const { places } = open()
    const bucket = await places.open('p', 's3://www', null)
    expect(places.child(bucket.token, 'css')).toMatchObject({ text: 's3://www/css/', connectionId: 'p' })
  })

  test('on the disk is of this computer, whatever the pane shows', async () => {
    expect((await open().places.open('practice', '~/site', null)).connectionId).toBe('local')
  })
})

describe('what can not be opened', () => {
  test.each([
    ['a folder that is not there', '~/none', 'source-missing', '/home/ada/none'],
    ['a path through a file', '~/site/page/x', 'source-missing', '/home/ada/site/page/x'],
    ['a file', '~/site/page', 'usage', '/home/ada/site/page'],
    ['a bucket on this computer', 's3://www', 'usage', 's3://www'],
  ])('is refused and named: %s', async (_, text, code, subject) => {
    await expect(open().places.open('local', text, null)).rejects.toMatchObject({ code, subject })
  })

  test('is refused for what the disk says', async () => {
    const { fs, places } = open()
    plantTree(fs, '/home/ada', {
      'closed/in': { folder: true },
      closed: { folder: true, mode: 0o000, owner: 0 },
    })
    await expect(places.open('local', '~/closed/in', null)).rejects.toMatchObject({
      code: expect.any(String),
    })
  })

  test('is a token that stands for nothing', () => {
    const { places } = open()
    expect(() => places.locate('made-up')).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => places.child('made-up', 'x')).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})
