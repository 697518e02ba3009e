import { SluiceError } from '../../shared/errors.ts'

/** The system's place for secrets: Keychain, Credential Manager, or the Secret Service of a desktop. */
export interface Keychain {
  /** Why there is none here now, as a sentence; null where it can be used. */
  problem(): Promise<string | null>
  /** Null where nothing is kept under this name. @throws SluiceError `no-keychain` */
  read(name: string): Promise<string | null>
  /** @throws SluiceError `no-keychain` */
  write(name: string, secret: string): Promise<void>
  /** Nothing happens where nothing is kept. @throws SluiceError `no-keychain` */
  remove(name: string): Promise<void>
}

/** What is used of an entry of `@napi-rs/keyring`. Making one throws where the store is not there. */
export interface KeychainEntry {
  getPassword(): Promise<string | null>
  setPassword(secret: string): Promise<void>
  deletePassword(): Promise<boolean>
}

/** Where a person finds what Sluice keeps, in the program that shows them. */
const service = 'Sluice'

/**
 * The system's keychain. On Linux it is the Secret Service and nothing else: left to itself the library falls back to the
 * kernel's keyring, which forgets at the next start (README of @napi-rs/keyring 2.1).
 *
 * @param openEntry makes an entry; loads the library, which may not be there for this platform
 */
export function openKeychain(openEntry: OpenEntry = systemEntry): Keychain {
  const use = async <T>(name: string, act: (entry: KeychainEntry) => Promise<T>): Promise<T> => {
    try {
      return await act(await openEntry(service, name))
    } catch (error) {
      throw noKeychain(error)
    }
  }
  return {
    problem: () =>
      use('is there a keychain?', (entry) => entry.getPassword()).then(
        () => null,
        (error: unknown) => (error as SluiceError).message,
      ),
    read: (name) => use(name, (entry) => entry.getPassword()),
    write: (name, secret) => use(name, (entry) => entry.setPassword(secret)),
    remove: (name) =>
      use(name, async (entry) => {
        await entry.deletePassword()
      }),
  }
}

export type OpenEntry = (service: string, name: string) => Promise<KeychainEntry>

const systemEntry: OpenEntry = async (of, name) => {
  const { AsyncEntry } = await import('@napi-rs/keyring')
  return new AsyncEntry(of, name, { linux: { store: 'secret-service' } })
}

function noKeychain(error: unknown): SluiceError {
  const why = error instanceof Error ? error.message : String(error)
  return new SluiceError(
    {
      code: 'no-keychain',
      message: `The keychain of this computer can't be used: ${why.replace(/\.$/, '')}.`,
      advice:
        'Unlock it, or start the desktop’s keyring (GNOME Keyring, KWallet). Without one, keys are kept for the session only, or in a profile of ~/.aws.',
    },
    { cause: error },
  )
}
