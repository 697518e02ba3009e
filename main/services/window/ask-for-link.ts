import { madeLinkSchema, type LinkParams, type MadeLink } from '../../../shared/bridge/properties.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { EngineLine } from './engine-line.ts'

/** Has the engine make an address by which anybody can read an object. @throws SluiceError */
export function askForLink(engine: EngineLine, asked: LinkParams): Promise<MadeLink> {
  return new Promise((resolve, reject) => {
    engine.ask('engine.link', asked, (result) => {
      if (result.ok) resolve(madeLinkSchema.parse(result.value))
      else reject(new SluiceError(result.error))
    })
  })
}
