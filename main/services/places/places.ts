import { randomUUID } from 'node:crypto'
import type { Place } from '../../../shared/bridge/places.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { World } from '../../engine/index.ts'
import { explainFsError } from '../../engine/index.ts'
import { childOf, formatAddress, readAddress, stepsTo, type Address } from './typed-address.ts'

/** A place with the connection it is on. */
export interface Located {
  readonly connectionId: string
  readonly address: Address
}

/**
 * The places that the page has been told of, by unguessable tokens: it can go nowhere else. The same place has the same
 * token.
 */
export class Places {
  readonly #platform: NodeJS.Platform
  readonly #home: string
  readonly #fs: World['fs']
  readonly #byToken = new Map<string, Located>()
  readonly #tokens = new Map<string, string>()

  constructor(here: { readonly platform: NodeJS.Platform; readonly home: string }, fs: World['fs']) {
    this.#platform = here.platform
    this.#home = here.home
    this.#fs = fs
  }

  get home(): string {
    return this.#home
  }

  /** @throws SluiceError `usage` for a token that stands for nothing. */
  locate(token: string): Located {
    const found = this.#byToken.get(token)
    if (found !== undefined) return found
    throw new SluiceError({
      code: 'usage',
      message: 'This place is not known any more.',
      advice: 'Type its address again.',
    })
  }

  /** Reads typed text. @param base what a relative path starts from; the home folder if null. */
  read(text: string, base: string | null): Address {
    const from = base === null ? null : this.locate(base).address
    return readAddress(text, {
      platform: this.#platform,
      home: this.#home,
      folder: from?.kind === 'local' ? from.path : this.#home,
    })
  }

  /**
   * The place that was typed.
   * @throws SluiceError `usage` where the connection and the address do not fit, or a path is no folder;
   * `source-missing` for a folder that is not there.
   */
  async open(connectionId: string, text: string, base: string | null): Promise<Place> {
    const address = this.read(text, base)
    if (address.kind === 'local') {
      await this.#checkFolder(address.path)
      return this.describe({ connectionId: 'local', address })
    }
    if (connectionId === 'local') {
      throw new SluiceError({
        code: 'usage',
        message: `${text.trim()} is a bucket, and this pane shows this computer.`,
        subject: text.trim(),
        advice: 'Choose a connection for it first.',
      })
    }
    return this.describe({ connectionId, address })
  }

  child(token: string, name: string): Place {
    const { connectionId, address } = this.locate(token)
    return this.describe({ connectionId, address: childOf(address, name, this.#platform) })
  }

  describe(located: Located): Place {
    const { connectionId, address } = located
    return {
      token: this.#tokenOf(located),
      connectionId,
      kind: address.kind,
      text: formatAddress(address),
      crumbs: stepsTo(address, this.#platform).map((step) => ({
        name: step.name,
        token: this.#tokenOf({ connectionId, address: step.address }),
      })),
    }
  }

  #tokenOf(located: Located): string {
    const name = `${located.connectionId} ${formatAddress(located.address)}`
    const known = this.#tokens.get(name)
    if (known !== undefined) return known
    const token = randomUUID()
    this.#tokens.set(name, token)
    this.#byToken.set(token, located)
    return token
  }

  async #checkFolder(path: string): Promise<void> {
    const found = await this.#fs.stat(path).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw explainFsError(error, path)
      throw new SluiceError({
        code: 'source-missing',
        message: `There is no folder ${path}.`,
        subject: path,
        advice: 'Check the path, and that its disk is mounted.',
      })
    })
    if (found.kind === 'folder') return
    throw new SluiceError({
      code: 'usage',
      message: `${path} is not a folder.`,
      subject: path,
      advice: 'Open the folder it is in, and select it there.',
    })
  }
}
