import { formatCounted } from '../../../shared/formats.ts'

/** Why a row is there. */
export const whyTab = {
  decidedBy: (what: string) => `Decided by ${what}.`,
  you: 'you',
  comparingProperties: 'comparing properties',
  youLeftOut: 'You left it out.',
  source: 'Source',
  destination: 'Destination',
  oldName: (name: string) => `Old name ${name}`,
  outcome: 'Outcome',
  bytes: (count: number) => formatCounted(count, 'byte'),
  etag: (etag: string) => `ETag ${etag}`,
  notThere: 'not there',
  keptIn: (place: string) => `What was there is kept in ${place}`,
  oldKeptIn: (place: string) => `What was under its old name is kept in ${place}`,
  request: (id: string) => `Request ${id}`,
}
