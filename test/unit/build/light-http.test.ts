import http from 'node:http'
import { expect, test } from 'vitest'
import { lightHttp } from '../../../build/light-http.ts'

interface Hooks {
  resolveId: (source: string) => string | null
  load: (id: string) => string | null
}

const { resolveId, load } = lightHttp() as unknown as Hooks

const bundled = async (): Promise<Record<string, unknown>> => {
  const source = load(resolveId('node:http') ?? '') ?? ''
  return (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Record<string, unknown>
}

test('bundles have all of node:http but what loads the WebSocket client', async () => {
  const given = await bundled()
  const named = Object.keys(given)
  expect(given['default']).toBe(http)
  const missing = Object.keys(http).filter((name) => !named.includes(name))
  expect(missing.sort()).toEqual(['CloseEvent', 'MessageEvent', 'WebSocket'])
  expect(given['request']).toBe(http.request)
})

test.each(['http', 'node:http'])('%s is asked for, and nothing else', (source) => {
  expect(resolveId(source)).not.toBeNull()
  expect(resolveId(`${source}s`)).toBeNull()
  expect(load('node:https')).toBeNull()
})
