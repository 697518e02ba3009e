import type { Connection, TypedKeys } from '../../../shared/bridge/places.ts'
import type { SluiceError } from '../../../shared/errors.ts'
import type { SavedConnection } from '../../host/host.ts'

/** The id of a saved connection has its name behind this. */
const savedPrefix = 'saved:'

/** Null for an id of any other connection. */
export const savedName = (id: string): string | null =>
  id.startsWith(savedPrefix) ? id.slice(savedPrefix.length) : null

/** As it is called: as its person calls it, or by where it leads. */
export const nameOf = ({ label, endpoint }: Pick<TypedKeys, 'label' | 'endpoint'>): string =>
  label === '' ? (endpoint === '' ? 'Amazon' : hostOf(endpoint)) : label

export const describeSession = (id: string, typed: TypedKeys): Connection => ({
  id,
  kind: 'session',
  label: nameOf(typed),
  ...described(typed),
})

export const describeSaved = (saved: SavedConnection): Connection => ({
  id: `${savedPrefix}${saved.name}`,
  kind: 'saved',
  label: saved.name,
  ...described(saved),
})

const described = ({
  endpoint,
  region,
  accessKeyId,
}: Pick<TypedKeys, 'endpoint' | 'region' | 'accessKeyId'>): Pick<
  Connection,
  'detail' | 'keyTail' | 'signIn' | 'problem'
> => ({
  detail: endpoint === '' ? (region === '' ? 'Amazon' : region) : hostOf(endpoint),
  keyTail: accessKeyId.slice(-4),
  signIn: null,
  problem: null,
})

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** In the place of those that can't be read. */
export const unreadSaved = (error: SluiceError): Connection => ({
  id: savedPrefix,
  kind: 'saved',
  label: 'Saved connections',
  detail: 'not readable',
  keyTail: null,
  signIn: null,
  problem: error.toData(),
})
