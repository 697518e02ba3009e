import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Keychain } from '../../../main/host/keychain.ts'
import { savedConnectionsIn, type SavedConnections } from '../../../main/host/saved-connections.ts'
import { SluiceError } from '../../../shared/errors.ts'

let folder = ''
let secrets: Map<string, string>
let locked: boolean
let saved: SavedConnections

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'sluice-saved-')), 'settings')
  secrets = new Map()
  locked = false
  saved = savedConnectionsIn(folder, keychain)
})
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true })
})

const act = (what: () => void): Promise<void> => {
  if (locked) return Promise.reject(new SluiceError({ code: 'no-keychain', message: 'Locked.' }))
  what()
  return Promise.resolve()
}
const keychain: Keychain = {
  problem: () => Promise.resolve(locked ? 'Locked.' : null),
  read: (name) => Promise.resolve(secrets.get(name) ?? null),
  write: (name, secret) => act(() => secrets.set(name, secret)),
  remove: (name) => act(() => secrets.delete(name)),
}

const nas = { name: 'nas', endpoint: 'http://nas:9000', region: '', accessKeyId: 'AKID1' }
const path = (): string => join(folder, 'connections.json')

describe('saved connections', () => {
  test('are none where nothing was saved', () => {
    expect(saved.list()).toEqual([])
  })

  test('are in a file that only this user can read, without their secrets', async () => {
    await saved.save(nas, 'CANARY')
    expect(savedConnectionsIn(folder, keychain).list()).toEqual([nas])
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readFileSync(path(), 'utf8')).not.toContain('CANARY')
    expect(secrets.get('nas')).toBe('{"accessKeyId":"AKID1","secretAccessKey":"CANARY"}')
    expect(readdirSync(folder)).toEqual(['connections.json'])
  })

  test('of one name are one: the last', async () => {
    await saved.save(nas, 'one')
    await saved.save({ ...nas, name: 'b' }, 'two')
    await saved.save({ ...nas, accessKeyId: 'AKID2' }, 'three')
    expect(saved.list().map(({ name, accessKeyId }) => [name, accessKeyId])).toEqual([
      ['b', 'AKID1'],
      ['nas', 'AKID2'],
    ])
    expect(secrets.get('nas')).toContain('three')
  })

  test('are opened with the keys that are saved when they are asked for', async () => {
    await saved.save(nas, 'one')
    const found = saved.find('nas')
    expect(found).toMatchObject({ endpoint: 'http://nas:9000', region: '', identity: { id: 'AKID1' } })
    expect(await found.keys()).toEqual({ accessKeyId: 'AKID1', secretAccessKey: 'one' })
    await saved.save({ ...nas, accessKeyId: 'AKID2' }, 'two')
    expect(await found.keys()).toEqual({ accessKeyId: 'AKID2', secretAccessKey: 'two' })
  })

  test('that are saved anew for another server give no keys to the old one', async () => {
    await saved.save(nas, 'one')
    const found = saved.find('nas')
    await saved.save({ ...nas, endpoint: 'http://other:9000' }, 'two')
    await expect(found.keys()).rejects.toMatchObject({ code: 'no-credentials', subject: 'nas' })
  })

  test('of a later version are left as they are', async () => {
    await saved.save(nas, 'one')
    const text = '{"version":2,"connections":{"nas":{}}}'
    writeFileSync(path(), text)
    expect(() => saved.list()).toThrow(expect.objectContaining({ code: 'disk-failed' }) as Error)
    await expect(saved.save(nas, 'two')).rejects.toMatchObject({ code: 'disk-failed' })
    expect(readFileSync(path(), 'utf8')).toBe(text)
  })

  test('that are forgotten leave nothing behind', async () => {
    await saved.save(nas, 'one')
    const found = saved.find('nas')
    await saved.forget('nas')
    expect(saved.list()).toEqual([])
    expect(secrets.size).toBe(0)
    await expect(found.keys()).rejects.toMatchObject({ code: 'usage', subject: 'nas' })
  })

  test('are not there without their secret: a locked keychain leaves no half of one', async () => {
    locked = true
    expect(await saved.problem()).toBe('Locked.')
    await expect(saved.save(nas, 'one')).rejects.toMatchObject({ code: 'no-keychain' })
    expect(saved.list()).toEqual([])
    locked = false
    await saved.save(nas, 'one')
    locked = true
    await expect(saved.forget('nas')).rejects.toMatchObject({ code: 'no-keychain' })
    expect(saved.list()).toEqual([nas])
  })

  test('whose secret was taken from the keychain say so', async () => {
    await saved.save(nas, 'one')
    secrets.clear()
    await expect(saved.find('nas').keys()).rejects.toMatchObject({ code: 'no-credentials', subject: 'nas' })
  })

  test('that nobody has saved are not found, and those there are are named', async () => {
    expect(() => saved.find('x')).toThrow(expect.objectContaining({ code: 'usage' }) as Error)
    await saved.save(nas, 'one')
    expect(() => saved.find('x')).toThrow(
      expect.objectContaining({ code: 'usage', advice: 'These are: nas.' }) as Error,
    )
  })

  test.each([['{ "version": 1, "connections": [{}] }'], ['{'], ['{"version":0,"connections":[]}']])(
    'of a file that can’t be understood are none, and the file is put aside: %s',
    async (text) => {
      await saved.save(nas, 'one')
      writeFileSync(path(), text)
      expect(saved.list()).toEqual([])
      expect(readFileSync(join(folder, 'connections.damaged.json'), 'utf8')).toBe(text)
    },
  )
})
