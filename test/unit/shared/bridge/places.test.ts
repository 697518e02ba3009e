import { expect, test } from 'vitest'
import { connectionSchema, typedKeysSchema } from '../../../../shared/bridge/places.ts'

const typed = {
  label: '',
  endpoint: '',
  region: '',
  accessKeyId: 'AKID',
  secretAccessKey: 'secret',
  sessionToken: '',
}

test.each<[string, object, boolean]>([
  ['only keys', {}, true],
  ['no key id', { accessKeyId: '' }, false],
  ['blanks for a key id', { accessKeyId: '  ' }, false],
  ['no secret', { secretAccessKey: '' }, false],
  ['blanks for a secret', { secretAccessKey: '\t' }, false],
  ['a secret without end', { secretAccessKey: 'x'.repeat(2001) }, false],
  ['a long session token', { sessionToken: 'x'.repeat(10_000) }, true],
  ['something more', { profile: 'nas' }, false],
])('a connection is typed with %s', (_case, changes, allowed) => {
  expect(typedKeysSchema.safeParse({ ...typed, ...changes }).success).toBe(allowed)
})

test('the blanks around what was pasted are no part of it', () => {
  const spaced = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, ` ${text}\n`]))
  expect(typedKeysSchema.parse(spaced)).toEqual(typed)
})

test('a connection’s description has no room for a secret', () => {
  const connection = {
    id: 'session:1',
    kind: 'session',
    label: 'x',
    detail: 'y',
    keyTail: 'KID1',
    signIn: null,
    problem: null,
  }
  expect(connectionSchema.safeParse(connection).success).toBe(true)
  for (const name of Object.keys(typed).filter((field) => !(field in connection))) {
    expect(connectionSchema.safeParse({ ...connection, [name]: 'x' }).success).toBe(false)
  }
})
