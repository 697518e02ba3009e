import { describe, expect, it } from 'vitest'
import { createRetry } from '../../../../main/engine/index.ts'
import { contentOf } from '../../../../main/services/plans/row-contents.ts'
import { propertiesOf } from '../../../../main/services/plans/row-properties.ts'
import { largestText } from '../../../../shared/bridge/contents.ts'
import { noWriteProperties } from '../../../../shared/write-properties.ts'
import { planRow } from '../../../fakes/fake-plans.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { scene } from './plan-scene.ts'

const never = new AbortController().signal

/** The one row of a plan, and what looks into it. */
async function row(tree: Record<string, string | Uint8Array>, there: readonly string[] = []) {
  const { open, ready, www, world, put } = scene(tree, there)
  const plan = await ready(open({ delete: true }))
  const found = plan.review.row(1)
  if (found === null) throw new Error('No row.')
  const retry = createRetry(world)
  return {
    put,
    source: () => contentOf(world, retry, local, found, 'source', never),
    destination: () => world.clock.run(contentOf(world, retry, www, found, 'destination', never)),
    properties: (which: 'source' | 'destination') =>
      world.clock.run(
        propertiesOf(retry, which === 'source' ? local : www, found, which, noWriteProperties, never),
      ),
  }
}

describe('what is in one side of a row', () => {
  it('is read of a file without a request', async () => {
    const { source } = await row({ 'a.txt': 'mine' })
    expect(await source()).toEqual({
      cost: { requests: 0, bytes: 4 },
      content: { kind: 'text', encoding: 'utf-8', text: 'mine' },
    })
  })

  it('is asked of a bucket in one request, and the rest in another', async () => {
    const small = await row({ 'a.txt': 'longer than that' }, ['a.txt'])
    expect(await small.destination()).toMatchObject({
      cost: { requests: 1, bytes: 5 },
      content: { kind: 'text', text: 'there' },
    })
  })

  it('is the first bytes alone where it is no text, or too much of one', async () => {
    const large = await row({ 'a.txt': 'x'.repeat(largestText + 1) })
    const found = await large.source()
    expect(found.cost.bytes).toBe(16 * 1024)
    expect(found.content).toMatchObject({ kind: 'bytes', why: 'large-text', sha256: null })
    const binary = await row({ b: new Uint8Array([0, 1, 255]) })
    expect((await binary.source()).content).toMatchObject({ kind: 'bytes', why: 'binary', start: '0001ff' })
  })

  it('is read whole where the start is only a part of it', async () => {
    const text = 'é'.repeat(20_000)
    const { source } = await row({ 'a.txt': text })
    expect((await source()).content).toEqual({ kind: 'text', encoding: 'utf-8', text })
  })

  it('is an error in its place where the object is another by now', async () => {
    const { put, destination } = await row({ 'a.txt': 'longer than that' }, ['a.txt'])
    put('site/a.txt', 'other')
    expect((await destination()).content).toMatchObject({ kind: 'failed' })
  })

  it('is nothing to ask for where that side has none', async () => {
    const { destination } = await row({ 'a.txt': 'x' })
    await expect(destination()).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('the properties of one side of a row', () => {
  it('are those of the object, at two requests', async () => {
    const { properties } = await row({ 'a.txt': 'longer than that' }, ['a.txt'])
    const found = await properties('destination')
    expect(found).toMatchObject({ cost: { requests: 2 }, toBe: false, errors: [] })
    expect(found.values).toContainEqual({ name: 'Storage class', value: 'STANDARD' })
  })

  it('are those that its object will get, of a file', async () => {
    const { properties } = await row({ 'a.txt': 'x' })
    const found = await properties('source')
    expect(found).toMatchObject({ cost: { requests: 0 }, toBe: true })
    expect(found.values).toContainEqual({ name: 'Content-Type', value: 'text/plain' })
  })
})

describe('a row of an undo', () => {
  it('has as its source the version that would be put back, and its properties', async () => {
    const { s3, put, www, world } = setUpSync()
    const bucket = s3.buckets.get('www')
    if (bucket === undefined) throw new Error('There is a bucket www.')
    bucket.versioning = 'kept'
    put('site/a', 'before')
    put('site/a', 'after it')
    const [before, now] = bucket.versions('site/a').map(({ versionId }) => versionId)
    const found = planRow(1, {
      key: 'a',
      action: 'restore',
      reason: 'overwritten',
      source: { size: 6, modified: 0 },
      destination: { size: 8, modified: 0 },
      outcome: { undo: { current: now ?? '', version: before ?? '', how: 'copy' } },
    })
    const retry = createRetry(world)
    const textOf = (which: 'source' | 'destination') =>
      world.clock.run(contentOf(world, retry, www, found, which, never))
    expect(await textOf('source')).toMatchObject({ content: { kind: 'text', text: 'before' } })
    expect(await textOf('destination')).toMatchObject({ content: { kind: 'text', text: 'after it' } })
    const asked = s3.effects.length
    await world.clock.run(propertiesOf(retry, www, found, 'source', noWriteProperties, never))
    expect(
      s3.effects
        .slice(asked)
        .map(({ op }) => op)
        .sort(),
    ).toEqual(['head', 'tags'])
  })
})
