import type { TypedKeys } from '../../../shared/bridge/places.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { OwnKeys } from '../../engine/index.ts'
import { nameOf } from './described.ts'

/** What keys that were typed are opened with. @param now those there are when they are asked for */
export const ownKeysOf = (typed: TypedKeys, now: () => TypedKeys): OwnKeys => ({
  endpoint: typed.endpoint,
  region: typed.region,
  identity: {
    name: `the connection ${nameOf(typed)}`,
    renewal: 'Type new keys for it.',
    id: typed.sessionToken === '' ? typed.accessKeyId : null,
  },
  keys: async () => Promise.resolve(now()),
})

/** @throws SluiceError `usage` for an address that is none. */
export function checkServer(endpoint: string): void {
  if (endpoint === '' || isServer(endpoint)) return
  // It is not repeated: keys may have been typed into it.
  throw new SluiceError({
    code: 'usage',
    message: 'The endpoint is not the address of a server.',
    advice:
      'Write it as https://host or http://host:port, or leave it empty for Amazon. Keys have fields of their own.',
  })
}

/** `https://host` or `http://host:port`, without a name or password in it. */
function isServer(text: string): boolean {
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

export const temporary = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'Temporary keys are not saved: they end by themselves.',
    advice: 'Use them for this session, or save a pair of keys without a session token.',
  })

export const nameTaken = (name: string): SluiceError =>
  new SluiceError({
    code: 'conflict',
    message: `A connection is saved under the name ${name} already.`,
    subject: name,
    advice: 'Give another name, or replace it: its secret key is then lost here.',
  })
