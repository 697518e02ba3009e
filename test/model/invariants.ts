import { compileFilters } from '../../main/engine/listing/filters.ts'
import {
  same,
  isTemp,
  changed,
  othersTouched,
  isAtSource,
  deletes,
  isMarker,
  said,
  isNews,
  isLast,
  replacesFile,
  replacesObject,
  mayHold,
} from './run-effects.ts'
import type { RunSeen, WorldSeen } from './run-seen.ts'

/** One promise, checked after every run: what is wrong, in words; nothing where it was kept (faults.md 5, I1 to I20). */
type Invariant = (world: WorldSeen, ran: RunSeen) => string[]

export const invariants: Readonly<Record<string, Invariant>> = {
  'I3 only what is in the plan changes': (_, ran) => {
    const told = new Set(ran.rows.flatMap(({ key, from }) => (from === undefined ? [key] : [key, from.key])))
    // What a kill or a stop met on its way has no time to say its row.
    const cutShort = ran.report === null || ran.command.cancel?.how === 'stop'
    return changed(ran)
      .filter((name) => !told.has(name) && !othersTouched(ran, 'destination', name))
      .filter((name) => !cutShort || !(isAtSource(ran, name) || ran.command.delete))
      .map((name) => `${name} changed and no row says so`)
  },
  'I3 what a filter excludes does not change': (_, ran) => {
    if (ran.command.exclude === null) return []
    const filters = compileFilters([{ kind: 'exclude', pattern: ran.command.exclude }], { kind: 's3' })
    return changed(ran)
      .filter((name) => !filters.includes(name) && !othersTouched(ran, 'destination', name))
      .map((name) => `${name} is excluded, and changed`)
  },
  'I4, I6 a name goes only where it may': (world, ran) => {
    const { command, planned, before, after } = ran
    const complete = planned?.summary.complete === true && planned.summary.withheld === null
    const may = command.delete && complete && !command.dryRun
    return (
      [...before.destination.keys()]
        .filter((name) => !isTemp(name) && !after.destination.has(name))
        .filter((name) => !othersTouched(ran, 'destination', name) && !othersTouched(ran, 'source', name))
        .filter((name) => !may || (before.source.has(name) && !isMarker(before.source, name)))
        // On a disk a folder of the source may stand where a file was, and a name may be another by case.
        .filter((name) => !world.isLocal('destination') || before.source.has(name))
        .map((name) => `${name} has gone`)
    )
  },
  'I4 without --delete nothing is deleted': (world, ran) =>
    ran.command.delete ? [] : deletes(world, ran).map(({ name }) => `${name} was deleted`),
  'I5 no delete before both listings are proved': (world, ran) => {
    const { planned } = ran
    const at = planned === null ? Infinity : world.isLocal('destination') ? planned.fs : planned.s3
    const complete = planned?.summary.complete === true && planned.summary.withheld === null
    return deletes(world, ran)
      .filter((each) => each.at < at || !complete)
      .map(({ name }) => `${name} was deleted before, or without, a whole plan`)
  },
  'I5 no delete after a listing that failed': (world, ran) => {
    const first = deletes(world, ran)[0]
    if (first === undefined) return []
    const failed = (['from', 'to'] as const).filter((bucket) => {
      const pages = ran.s3.filter(({ op, bucket: of }) => op === 'listPage' && of === bucket)
      return pages.at(-1)?.failed !== undefined
    })
    return failed.map((bucket) => `${first.name} was deleted, and the listing of ${bucket} failed`)
  },
  'I6 what the source has is not deleted': (world, ran) =>
    deletes(world, ran)
      .filter(({ name }) => ran.before.source.has(name) && !othersTouched(ran, 'source', name))
      .filter(({ name }) => !isMarker(ran.before.source, name))
      .map(({ name }) => `${name} was deleted, and is at the source`),
  'I6 what others wrote since the listing is not deleted': (world, ran) => {
    const local = world.isLocal('destination')
    return deletes(world, ran)
      .filter(({ name, at }) => {
        // Between the last look and the delete there is a moment that no server closes.
        const look = local
          ? ran.fs.findLastIndex(
              (effect, i) =>
                i < at && effect.op === 'lstat' && effect.path.endsWith(`/${name.split('/').at(-1)}`),
            )
          : ran.s3.findLastIndex(
              (effect, i) => i < at && effect.op === 'head' && effect.keys[0] === world.prefix + name,
            )
        const listed = local ? ran.planned?.fs : ran.planned?.s3
        const last = ran.edits.findLast(
          ({ edit, s3, fs }) =>
            edit.side === 'destination' &&
            edit.name === name &&
            (local ? fs : s3) >= (listed ?? 0) &&
            (local ? fs : s3) <= look,
        )
        return last !== undefined && isNews(last.edit)
      })
      .map(({ name }) => `${name} was written by another, and deleted`)
  },
  'I6 what others wrote since the listing is not replaced': (world, ran) =>
    ran.edits
      .filter(({ edit, took }) => took && edit.side === 'destination' && isNews(edit))
      .filter((edited) => isLast(ran, edited))
      .filter((edited) =>
        world.isLocal('destination') ? replacesFile(world, ran, edited) : replacesObject(world, ran, edited),
      )
      .map(({ edit: { name } }) => `${name} was written by another, and replaced`),
  'D-12 no delete after a failed transfer': (world, ran) => {
    const failed = ran.rows.find(({ state, action }) => state === 'failed' && !action.startsWith('delete'))
    // The old name of a move is no loss.
    const moved = new Set(ran.rows.flatMap(({ from }) => (from === undefined ? [] : [from.key])))
    return failed === undefined
      ? []
      : deletes(world, ran)
          .filter(({ name }) => !moved.has(name))
          .map(({ name }) => `${name} was deleted, and ${failed.key} failed`)
  },
  'I7, I8 every name holds one whole version': (world, ran) =>
    [...ran.after.destination]
      .filter(
        ([name, bytes]) => !isTemp(name) && !mayHold(world, name).some((version) => same(version, bytes)),
      )
      .map(([name, bytes]) => `${name} holds ${said(bytes)}, which is no version of it`),
  'I7 final names change by one rename or unlink': (world, ran) =>
    world.isLocal('destination')
      ? ran.fs
          .filter(({ op, failed, real }) => op === 'create' && failed === undefined && !isTemp(real ?? ''))
          .map(({ path }) => `${path} was made under its final name`)
      : [],
  'I11 a dry run changes nothing': (_, ran) =>
    ran.command.dryRun
      ? changed(ran)
          .filter((name) => !othersTouched(ran, 'destination', name))
          .map((name) => `${name} changed in a dry run`)
      : [],
  'I12 what is done holds the bytes of the source': (world, ran) =>
    ran.command.dryRun
      ? []
      : ran.rows
          .filter(({ state, action }) => state === 'done' && !action.startsWith('delete'))
          .filter(({ key, from }) =>
            [key, ...(from === undefined ? [] : [from.key])].every(
              (name) => !othersTouched(ran, 'destination', name),
            ),
          )
          .filter(({ key }) => {
            const now = ran.after.destination.get(key)
            return !(world.history.source.get(key) ?? []).some((version) => same(version, now))
          })
          .map(({ key }) => `${key} is done, and has not the bytes of its source`),
  'I12 what is said to be deleted is gone': (_, ran) =>
    ran.command.dryRun
      ? []
      : ran.rows
          .filter(({ state, action }) => state === 'done' && action.startsWith('delete'))
          .filter(({ key }) => ran.after.destination.has(key) && !othersTouched(ran, 'destination', key))
          .map(({ key }) => `${key} is said to be deleted, and is there`),
  'a move that is done leaves its old name': (_, ran) =>
    ran.command.dryRun
      ? []
      : ran.rows
          .flatMap(({ state, from }) => (state === 'done' && from !== undefined ? [from.key] : []))
          .filter((name) => ran.after.destination.has(name) && !othersTouched(ran, 'destination', name))
          .map((name) => `${name} is said to be moved, and is there`),
  'an old name goes only when the new one is there': (_, ran) =>
    ran.rows
      .flatMap(({ key, from }) => (from === undefined ? [] : [{ key, old: from.key }]))
      .filter(({ old }) => ran.before.destination.has(old) && !ran.after.destination.has(old))
      .filter(({ key, old }) => [key, old].every((name) => !othersTouched(ran, 'destination', name)))
      .filter(({ key, old }) => !same(ran.after.destination.get(key), ran.before.destination.get(old)))
      .map(({ key, old }) => `${old} has gone, and ${key} has not its bytes`),
  'I13 the exit code follows from the report': (_, { report, rows }) => {
    if (report === null) return []
    const wrong: string[] = []
    const count = (...states: string[]): number => rows.filter(({ state }) => states.includes(state)).length
    if (report.exit === 0 && count('failed', 'refused-changed', 'withheld') > 0)
      wrong.push('exit 0 with rows not done')
    if (report.failed !== count('failed'))
      wrong.push(`${report.failed} failed, ${count('failed')} rows say so`)
    if ((report.exit === 0 || report.exit === 2) && report.endedBy !== null)
      wrong.push('it was ended, and exits well')
    if (new Set(rows.map(({ seq }) => seq)).size !== rows.length) wrong.push('a row came to its end twice')
    return wrong
  },
  'I14 nothing is written outside the roots': (world, ran) => [
    ...ran.fs
      .filter(
        ({ real, failed }) =>
          failed === undefined && real !== undefined && !`${real}/`.startsWith(`${world.root}/`),
      )
      .map(({ op, real }) => `${op} at ${real}`),
    ...(world.contentsOutside() === 'outside' ? [] : ['what is outside was changed']),
    ...ran.s3
      .filter(
        ({ op, done }) => done && ['put', 'remove', 'removeMany', 'copy', 'finishMultipart'].includes(op),
      )
      .filter(({ bucket, keys }) => bucket !== 'to' || keys.some((key) => !key.startsWith(world.prefix)))
      .map(({ op, bucket, keys }) => `${op} of ${keys.join()} in ${bucket}`),
  ],
  'I14 the source is only read': (_, ran) => {
    const names = new Set([...ran.before.source.keys(), ...ran.after.source.keys()])
    return [...names]
      .filter((name) => !same(ran.before.source.get(name), ran.after.source.get(name)))
      .filter((name) => !othersTouched(ran, 'source', name))
      .map((name) => `${name} of the source changed`)
  },
  'I16 nothing is left open or behind': (_, ran) => {
    if (ran.report === null) return []
    const { files, bodies, timers, uploads } = ran.left
    const broken = (op: string): boolean => ran.command.faults.some((fault) => fault.op === op)
    const temps = [...ran.after.destination.keys()].filter(
      (name) => isTemp(name) && !ran.before.destination.has(name),
    )
    return [
      ...(files > 0 ? [`${files} files are open`] : []),
      ...(bodies > 0 ? [`${bodies} bodies are open`] : []),
      ...(timers > 0 ? [`${timers} timers are set`] : []),
      ...(temps.length > 0 && !broken('unlink') ? [`${temps.join()} is left`] : []),
      ...(uploads > 0 && !broken('abortMultipart') && !broken('startMultipart')
        ? [`${uploads} uploads are left`]
        : []),
    ]
  },
  'what is deleted was on record before': (world, ran) => {
    const { record } = ran
    return record == null
      ? []
      : deletes(world, ran)
          .filter(({ name }) => !record.deletes.has(name))
          .map(({ name }) => `${name} was deleted, and the record of the run has nothing of it`)
  },
  'what has parts was on record before': (_, { record }) =>
    record == null
      ? []
      : record.begun
          .filter((id) => !record.uploads.has(id))
          .map((id) => `${id} has parts, and the record of the run has nothing of it`),
  'I19 guards hold': (world, ran) => {
    const { command } = ran
    // One whose reply was lost is asked for again.
    const moved = new Set(ran.rows.flatMap(({ from }) => (from === undefined ? [] : [from.key])))
    // What a kill or a stop met on its way has no time to say its row.
    const cutShort = ran.report === null || command.cancel?.how === 'stop'
    const gone = [...new Set(deletes(world, ran).map(({ name }) => name))].filter(
      (name) => !moved.has(name) && !(cutShort && command.moves === true),
    )
    const empty = ran.before.source.size === 0 && !ran.edits.some(({ edit }) => edit.side === 'source')
    const wrong: string[] = []
    if (command.maxDelete !== null && gone.length > command.maxDelete)
      wrong.push(`${gone.length} deletes over the cap`)
    if (empty && !command.allowEmptySource && gone.length > 0)
      wrong.push('an empty source emptied the destination')
    return wrong
  },
}

/** All that is wrong with a run. */
export function violations(world: WorldSeen, ran: RunSeen): string[] {
  return Object.entries(invariants).flatMap(([name, invariant]) =>
    invariant(world, ran).map((what) => `${name}: ${what}`),
  )
}
