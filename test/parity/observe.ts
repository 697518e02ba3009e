import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { listBucket } from './bucket.ts'
import type { Case, FinalEntry } from './case.ts'
import { runCommand, type Ran } from './command.ts'
import { counterpart, type Places } from './places.ts'
import { readPrinted, type Printed } from './printed.ts'
import type { Scratch } from './scratch.ts'
import { describeTree, takeSnapshot, type Snapshot } from './snapshot.ts'

/** Everything a case may ask about, as it was seen after the last run. */
export interface Observation extends Printed {
  readonly exitCode: number | null
  /** Paths of the destination that are as they were before the last run, folders included. */
  readonly untouched: readonly string[]
  /** Paths that are new or different, and paths that are gone; without those that end in `/`. */
  readonly stateChanged: readonly string[]
  readonly stateRemoved: readonly string[]
  /** Folders that were not there before. */
  readonly foldersMade: readonly string[]
  readonly sourceUnchanged: boolean
  /** Every changed local file has its object's time, cut to whole seconds (MTM-1). */
  readonly mtimeIsWholeSecondLastModified: boolean
  readonly finalDestination: Readonly<Record<string, FinalEntry>>
}

/** Runs a case's command as often as it says, and looks at the last run. */
export async function observe(
  cli: readonly string[],
  testCase: Case,
  places: Places,
  scratch: Scratch,
): Promise<{ observation: Observation; ran: Ran }> {
  for (let i = 1; i < testCase.repeat; i++) await runCommand(cli, testCase, places, scratch)
  const before = await snapshots(places, scratch)
  const ran = await runCommand(cli, testCase, places, scratch)
  const after = await snapshots(places, scratch)
  const changes = compareSnapshots(before.destination, after.destination)
  const observation: Observation = {
    ...readPrinted(ran, places.destination.tree, candidates(testCase, places), scratch),
    exitCode: ran.exitCode,
    ...changes,
    sourceUnchanged: sharesTree(places) || isSame(before.source, after.source),
    mtimeIsWholeSecondLastModified: await haveObjectTimes(changes.stateChanged, places, scratch),
    finalDestination: await describeTree(places.destination.tree, testCase.checkHead, scratch),
  }
  return { observation, ran }
}

async function snapshots({ source, destination }: Places, scratch: Scratch) {
  return {
    source: await takeSnapshot(source.tree, scratch),
    destination: await takeSnapshot(destination.tree, scratch),
  }
}

function compareSnapshots(before: Snapshot, after: Snapshot) {
  const isFolder = (name: string) => name.endsWith('/')
  const names = [...after.keys()].sort()
  return {
    untouched: names.filter((name) => before.get(name) === after.get(name)),
    stateChanged: names.filter((name) => !isFolder(name) && before.get(name) !== after.get(name)),
    stateRemoved: [...before.keys()].filter((name) => !isFolder(name) && !after.has(name)).sort(),
    foldersMade: names.filter((name) => isFolder(name) && !before.has(name)),
  }
}

const isSame = (before: Snapshot, after: Snapshot): boolean =>
  before.size === after.size && [...before].every(([name, state]) => after.get(name) === state)

const sharesTree = ({ source, destination }: Places): boolean =>
  source.tree.kind === 's3' &&
  destination.tree.kind === 's3' &&
  source.tree.bucket === destination.tree.bucket

function candidates(testCase: Case, { source, destination }: Places): string[] {
  return [
    ...testCase.sourceTree.flatMap((entry) => counterpart(source, destination, entry.path) ?? []),
    ...testCase.destinationTree.map((entry) => entry.path),
  ]
}

async function haveObjectTimes(
  files: readonly string[],
  { source, destination }: Places,
  scratch: Scratch,
): Promise<boolean> {
  if (source.tree.kind !== 's3' || destination.tree.kind !== 'local') return false
  const listed = await listBucket(scratch.s3, source.tree.bucket)
  for (const file of files) {
    const key = counterpart(destination, source, file)
    const object = listed.find((each) => each.key === key)
    const { mtimeNs } = await lstat(path.join(destination.tree.folder, file), { bigint: true })
    if (object === undefined || mtimeNs !== BigInt(Math.floor(object.modified / 1000)) * 1_000_000_000n) {
      return false
    }
  }
  return true
}
