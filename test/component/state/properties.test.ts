import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { PropertiesState } from '../../../renderer/state/properties.svelte.ts'
import type { ObjectFacts } from '../../../shared/bridge/properties.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { planStatus, runReport, statesOf } from '../../fakes/fake-plans.ts'
import { link, objectFacts, objectOf } from '../../fakes/fake-properties.ts'

const [a, b] = [objectOf('a'), objectOf('b')]

/** The panel shown of `a`; what the server says of objects may be changed. */
async function show() {
  const server: { facts: ObjectFacts } = { facts: objectFacts() }
  const bridge = createFakeBridge({
    'properties.object': () => server.facts,
    'window.copyLink': () => link,
    'properties.versions': () => ({ versioning: 'kept', versions: [], more: false }),
    'window.copyText': () => ({}),
  })
  const say = vi.fn<(text: string) => void>()
  const properties = new PropertiesState(bridge, say)
  onTestFinished(() => properties.end())
  properties.show(a)
  properties.follow(a)
  await vi.waitFor(() => expect(properties.draft).not.toBeNull())
  const type = (text: string): void => {
    if (properties.draft !== null) properties.draft.headers.cacheControl = text
  }
  return { properties, bridge, server, say, type, typed: () => properties.draft?.headers.cacheControl }
}

describe('what was typed', () => {
  test('is kept when the panel closes, and there when it is shown again', async () => {
    const { properties, say, type, typed } = await show()
    type('no-cache')
    properties.close()
    expect(properties.open).toBe(false)
    expect(say).toHaveBeenCalledWith('Not reviewed yet, and kept: a')
    properties.show(b)
    expect(properties.of).toBe(a)
    expect(typed()).toBe('no-cache')
    expect(say).toHaveBeenLastCalledWith('Not reviewed yet: a')
    properties.discard()
    properties.close()
    expect(properties.of).toBeNull()
  })

  test('stays where the object can not be asked, and why is said', async () => {
    const { properties, server, type, typed } = await show()
    type('no-cache')
    const error = { code: 'unreachable', message: 'No answer.' } as const
    server.facts = objectFacts({ etag: null, headers: {}, metadata: {}, error })
    await properties.ask()
    expect(typed()).toBe('no-cache')
    expect(properties.error).toMatchObject(error)
    server.facts = objectFacts()
    await properties.ask()
    expect(properties.error).toBeNull()
    expect(typed()).toBe('no-cache')
  })

  test('waits to be taken over where others have written the object', async () => {
    const { properties, server, type, typed } = await show()
    type('no-cache')
    server.facts = objectFacts({ etag: 'other', headers: { contentType: 'text/css' } })
    await properties.ask()
    expect(properties.newer).toMatchObject({ etag: 'other' })
    expect(properties.draft?.facts.etag).toBe('e')
    properties.takeOver()
    expect(properties.newer).toBeNull()
    expect(properties.draft?.facts.etag).toBe('other')
    expect(properties.draft?.edit?.headers).toEqual({ cacheControl: 'no-cache' })
    expect(typed()).toBe('no-cache')
  })

  test('is discarded for what the object has now', async () => {
    const { properties, server, type } = await show()
    type('no-cache')
    server.facts = objectFacts({ etag: 'other' })
    await properties.ask()
    properties.discard()
    expect(properties.draft?.facts.etag).toBe('other')
    expect(properties.isDirty).toBe(false)
  })
})

describe('a plan of what was typed', () => {
  const ended = {
    phase: 'ended',
    states: statesOf({ done: 1 }),
    report: runReport(),
  } as const

  test('is pending while it waits and runs, and then nothing is left to review', async () => {
    const { properties, bridge, server, type } = await show()
    type('no-cache')
    properties.planned(a, 'p')
    bridge.emit('plan.changed', planStatus({ planId: 'p', phase: 'ready' }))
    expect(properties.isDirty).toBe(true)
    for (const phase of ['waiting', 'running'] as const) {
      bridge.emit('plan.changed', planStatus({ planId: 'p', phase }))
      expect(properties.draft?.stage).toBe('applied')
      expect(properties.isDirty).toBe(false)
    }
    server.facts = objectFacts({ etag: 'copied', headers: { cacheControl: 'no-cache' } })
    await properties.ask()
    expect(properties.newer).toBeNull()
    bridge.emit('plan.changed', planStatus({ planId: 'p', ...ended }))
    await vi.waitFor(() => expect(properties.draft?.facts.etag).toBe('copied'))
    expect(properties.draft).toMatchObject({ stage: 'typed', edit: null })
  })

  test('that did not come off leaves what was typed', async () => {
    const { properties, bridge, type, typed } = await show()
    type('no-cache')
    properties.planned(a, 'p')
    bridge.emit('plan.changed', planStatus({ planId: 'p', phase: 'running' }))
    bridge.emit('plan.changed', planStatus({ planId: 'p', ...ended, report: runReport({ exit: 1 }) }))
    await vi.waitFor(() => expect(bridge.asked('properties.object')).toHaveLength(2))
    await vi.waitFor(() => expect(properties.asking).toBe(false))
    expect(properties.isDirty).toBe(true)
    expect(typed()).toBe('no-cache')
  })
})

describe('the panel follows the cursor', () => {
  const shows = (properties: PropertiesState, name: string) =>
    vi.waitFor(() => expect(properties.of?.name).toBe(name))

  test('after it was shown of another row', async () => {
    const { properties } = await show()
    properties.follow(b)
    properties.show(b)
    properties.follow(a)
    await shows(properties, 'a')
  })

  test('to where it went meanwhile, once what was typed is discarded', async () => {
    const { properties, type } = await show()
    type('no-cache')
    properties.follow(b)
    await vi.waitFor(() => expect(properties.missed).toBe(b))
    expect(properties.of).toBe(a)
    properties.discard()
    await shows(properties, 'b')
    expect(properties.missed).toBeNull()
  })

  test('to where it went meanwhile, once what was typed is as it was', async () => {
    const { properties, type } = await show()
    type('no-cache')
    properties.show(b)
    type('')
    properties.catchUp()
    await shows(properties, 'b')
  })
})

test('tabs that are gone through quickly leave nothing that is being asked', async () => {
  const { properties } = await show()
  properties.choose('versions')
  expect(properties.asking).toBe(true)
  properties.choose('link')
  await Promise.resolve()
  expect(properties.asking).toBe(false)
})

test('a link that comes when the panel shows something else is not shown there', async () => {
  const { properties, bridge } = await show()
  const { promise, resolve } = Promise.withResolvers<typeof link>()
  bridge.answers['window.copyLink'] = () => promise
  const made = properties.makeLink(60)
  properties.show(b)
  resolve(link)
  expect(await made).toBeNull()
  expect(properties.link).toBeNull()
})

test('a link that could not be copied is not said to be', async () => {
  const { properties, bridge } = await show()
  bridge.answers['window.copyLink'] = () => {
    throw new SluiceError({ code: 'internal', message: 'No clipboard.' })
  }
  expect(await properties.makeLink(60)).toBeNull()
  expect(properties.link).toBeNull()
  expect(properties.error?.message).toBe('No clipboard.')
})
