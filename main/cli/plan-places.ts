import { posix, win32 } from 'node:path'
import { SluiceError } from '../../shared/errors.ts'
import { formatLocation, parseLocation, type Location } from '../../shared/location.ts'
import type { PlanSide } from '../../shared/plan-file.ts'
import type { PlanFile } from '../engine/index.ts'
import type { Host } from '../host/host.ts'
import type { Options } from './flag.ts'
import { absolutePath } from './local-path.ts'
import { describeSides, type OpenSides, type TypedSides } from './open-sides.ts'
import type { Engine } from './wiring.ts'

/** Where a plan is to be applied. */
export interface PlanPlaces extends TypedSides {
  /** Both sides stand on the command line. */
  readonly named: boolean
  /** The folder is another than that of the plan. */
  readonly elsewhere: boolean
}

/**
 * | made by this user of this machine | sides on the command line | applied to                               |
 * |-----------------------------------|---------------------------|------------------------------------------|
 * | yes                               | –                         | those of the plan                        |
 * | no                                | –                         | nothing: a file does not say what it may |
 * | any                               | both                      | those; a bucket must be the plan's       |
 *
 * @param typed the operands after the file.
 * @throws SluiceError `usage`
 */
export function placesOf(
  file: PlanFile,
  typed: readonly string[],
  host: Pick<Host, 'cwd' | 'platform' | 'seal' | 'program'>,
): PlanPlaces {
  const { source, destination } = file.header
  if (typed.length === 0) {
    if (host.seal(file.digest) !== file.seal) throw notMadeHere(file)
    const [from, to] = [source, destination].map((side) => placeOf(file, side, host))
    if (from === undefined || to === undefined) throw new TypeError('A plan has two sides.')
    return { source: from, destination: to, named: false, elsewhere: false }
  }
  const [from, to] = typed
  if (from === undefined || to === undefined) {
    throw new SluiceError({
      code: 'usage',
      message: 'A plan is applied to two sides, and one was named.',
      subject: from ?? '',
      advice: 'Nothing was done. Name both, or none: sluice apply FILE [SOURCE DESTINATION]',
    })
  }
  const sides = { source: parseLocation(from), destination: parseLocation(to) }
  const elsewhere = [
    isElsewhere(source, sides.source, host),
    isElsewhere(destination, sides.destination, host),
  ]
  return { ...sides, named: true, elsewhere: elsewhere.includes(true) }
}

function placeOf(file: PlanFile, side: PlanSide, host: Pick<Host, 'cwd' | 'platform'>): Location {
  if (side.kind === 's3') return parseLocation(formatLocation(side))
  const paths = host.platform === 'win32' ? win32 : posix
  if (paths.isAbsolute(side.root) && absolutePath(side.root, host) === side.root)
    return { kind: 'local', path: side.root }
  throw new SluiceError({
    code: 'usage',
    message: `${side.root} is no folder of this machine.`,
    subject: file.path,
    advice: `Nothing was done. Name both sides: sluice apply ${file.path} SOURCE DESTINATION`,
  })
}

const isElsewhere = (planned: PlanSide, typed: Location, host: Pick<Host, 'cwd' | 'platform'>): boolean =>
  planned.kind === 'local' && typed.kind === 'local' && absolutePath(typed.path, host) !== planned.root

function notMadeHere({ path, header }: PlanFile): SluiceError {
  const sides = [header.source, header.destination].map((side) =>
    side.kind === 's3' ? formatLocation(side) : side.root,
  )
  return new SluiceError({
    code: 'usage',
    message: `This plan was not made here, but on ${header.madeOn}: it does not decide by itself what it is done to.`,
    subject: path,
    advice: `Nothing was done. Look at it with sluice show ${path}. If it is what you want, name its sides: sluice apply ${path} ${sides.join(' ')}`,
  })
}

const flagsFor = { source: '--source-', destination: '--' } as const

/**
 * The sides that were opened must be those that the plan was made for: the same buckets, at the same server, under the
 * same key, and as the same identity, unless another one was asked for.
 * @throws SluiceError `usage`
 */
export function checkSides(
  engine: Pick<Engine, 'describeSide' | 'keyMd5' | 'whyElsewhere'>,
  file: PlanFile,
  sides: OpenSides,
  given: { readonly named: boolean; readonly options: Pick<Options, 'connection' | 'source'> },
): void {
  const now = describeSides(engine, sides)
  const isCopy = now.source.kind === 's3' && now.destination.kind === 's3'
  for (const name of ['source', 'destination'] as const) {
    const found = engine.whyElsewhere(file.header[name], now[name])
    if (found === null) continue
    const { connection, source } = given.options
    const isAsked =
      given.named || (connection.saved ?? connection.profile ?? source.saved ?? source.profile) !== undefined
    if (found.what === 'identity' && isAsked) continue
    const dashes = flagsFor[isCopy ? name : 'destination']
    throw new SluiceError({
      code: 'usage',
      message: `The plan's ${name} is not the one here: ${words[found.what]} ${found.then}, and here it is ${found.now}.`,
      subject: file.path,
      advice: `Nothing was done. ${advice(found.what, dashes)}`,
    })
  }
}

const words = {
  place: 'it was made for',
  endpoint: 'its server is',
  identity: 'it was made as',
  key: 'the MD5 of its key is',
} as const

function advice(what: keyof typeof words, dashes: string): string {
  switch (what) {
    case 'place':
      return 'Make a plan for these sides, or name those of this one.'
    case 'endpoint':
      return `Name that server (${dashes}endpoint-url, ${dashes}region, ${dashes}profile), or make a new plan.`
    case 'identity':
      return `Take that one, or say that another one may do it: ${dashes}profile NAME.`
    case 'key':
      return 'Give that key with --sse-c-key (or --sse-c-copy-source-key), or leave it out where the plan has none.'
  }
}
