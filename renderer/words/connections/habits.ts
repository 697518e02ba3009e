import type { ConditionHabit, HabitName, Habits, HabitValue } from '../../../shared/endpoint-habits.ts'

const subjects: Readonly<Record<Exclude<HabitName, 'addressing' | 'checksums'>, string>> = {
  create: 'Writing a new object',
  replace: 'Replacing an object',
  finishNew: 'Ending an upload in parts of a new object',
  finishOver: 'Ending an upload in parts of an object that replaces one',
  copyNew: 'Copying to a new name',
  copyOver: 'Copying onto an object',
  copyFrom: 'Copying from an object',
}

const conditions: Readonly<Record<ConditionHabit, string>> = {
  held: 'conditions are held, so that nothing is lost that somebody else has written meanwhile',
  ignored:
    'conditions are ignored; it is looked at right before, and a change in the last moment would be lost',
  refused:
    'conditions are not taken; it is looked at right before, and a change in the last moment would be lost',
}

const checksums: Readonly<Record<HabitValue<'checksums'>, string>> = {
  kept: 'Checksums: they are kept',
  ignored: 'Checksums: they are not kept; the MD5 of each body is the proof',
  refused: 'Checksums: they are refused; the MD5 of each body is the proof',
}

const addressing: Readonly<Record<HabitValue<'addressing'>, string>> = {
  path: 'Addresses: the bucket in the path',
  host: 'Addresses: the bucket in the host name',
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** What is known of a server, a sentence each with when it was seen. */
export function habitSentences(habits: Habits): string[] {
  const { addressing: address, checksums: sums, ...others } = habits
  const said = [
    ...(address === undefined ? [] : [[addressing[address.value], address.seen] as const]),
    ...(Object.keys(subjects) as (keyof typeof subjects)[]).flatMap((name) => {
      const habit = others[name]
      return habit === undefined
        ? []
        : [[`${subjects[name]}: ${conditions[habit.value]}`, habit.seen] as const]
    }),
    ...(sums === undefined ? [] : [[checksums[sums.value], sums.seen] as const]),
  ]
  return said.map(([text, seen]) => `${text} (seen ${day.format(seen)})`)
}

export const habitsNote = {
  amazon: 'Amazon’s own: conditions are held, and checksums kept',
  unknown:
    'How it takes conditions is not known yet: what runs see of it is remembered, or test writing, too',
  written: (bucket: string) => `Writing into ${bucket} works, and nothing of it is left`,
  notWritten: (bucket: string) => `Writing into ${bucket} does not work`,
}

export const writeTest = {
  label: 'Test writing in',
  placeholder: 'a bucket (empty: nothing is written)',
  warning:
    'Test then writes some ten small objects named .sluice-probe-… into that bucket, to see which conditions and checksums its server takes, and removes them with all their versions.',
}
