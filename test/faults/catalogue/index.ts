import { disks, downloads } from './down-and-disk.ts'
import type { CataloguedFault } from './fault.ts'
import { keys, listings } from './keys-and-listings.ts'
import { processes, uploads } from './up-and-process.ts'

export type { CataloguedFault } from './fault.ts'

/** Every fault that a release must survive, by what it befalls. */
export const sections: Readonly<Record<string, readonly CataloguedFault[]>> = {
  'Keys and paths': keys,
  Listings: listings,
  Downloads: downloads,
  'Local disks': disks,
  'Uploads, copies and deletes': uploads,
  'Services, credentials and processes': processes,
}

export const catalogue: readonly CataloguedFault[] = Object.values(sections).flat()
