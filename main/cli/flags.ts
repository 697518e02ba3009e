import type { Compare } from '../../shared/sync-rules.ts'
import { asideFlags } from './aside-flags.ts'
import { connectionFlags } from './connection-flags.ts'
import { deleteFlags } from './delete-flags.ts'
import { readWhole, remote, runs, syncs, transfers, type Flag } from './flag.ts'
import { ignoredFlags } from './ignored-flags.ts'
import { oneOf, propertyFlags } from './property-flags.ts'
import { keyFlags } from './key-flags.ts'

/** Every flag of every command: what the parser takes, what the help says, what it does. */
export const flags: readonly Flag[] = [
  {
    name: 'recursive',
    verbs: ['cp', 'ls'],
    group: 'What is transferred',
    help: 'Everything below the folder or prefix.',
    set: (options) => (options.recursive = true),
  },
  {
    name: 'dryrun',
    verbs: ['sync', 'cp', 'undo'],
    group: 'What is transferred',
    help: 'Show what would be done, change nothing. The exit code is that of the run.',
    set: ({ rules }) => (rules.dryRun = true),
  },
  {
    name: 'plan-out',
    short: 'o',
    value: 'FILE',
    verbs: syncs,
    group: 'What is transferred',
    help: 'Write the plan into this file, for sluice show and sluice apply. With sync it needs --dryrun.',
    set: (options, text) => (options.planOut = text),
  },
  {
    name: 'again',
    value: 'RUN',
    verbs: ['plan'],
    group: 'What is transferred',
    help: 'Plan only the rows that this run has refused, as both sides are now, by its own rules. Without SOURCE and DESTINATION.',
    set: (options, text) => (options.again = text),
  },
  {
    name: 'exclude',
    value: 'PATTERN',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Leave out names that match. * matches anything, / included; ? one character; [seq] a set. Excluded names are not deleted either.',
    set: ({ rules }, pattern) => rules.filters.push({ kind: 'exclude', pattern }),
  },
  {
    name: 'include',
    value: 'PATTERN',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Take names back in. Of all the filters, the last that matches decides.',
    set: ({ rules }, pattern) => rules.filters.push({ kind: 'include', pattern }),
  },
  {
    name: 'ignore-file',
    value: 'FILE',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Leave out what this file says, in place of .sluiceignore at the root of a local source. Filters come after it.',
    set: (options, path) => (options.ignoreFile = { path }),
  },
  {
    name: 'no-ignore-file',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Read no .sluiceignore, and take it for a file like any other.',
    set: (options) => (options.ignoreFile = null),
  },
  {
    name: 'compare',
    value: 'WHAT',
    verbs: syncs,
    group: 'What is transferred',
    help: 'content: transfer when sizes or contents differ, whatever the times say. properties: mend the properties of what is the same. Or both: content,properties. See below.',
    set: ({ rules }, text) => {
      for (const word of text.split(',')) {
        const what = oneOf('--compare', word, ['content', 'properties'] as const)
        if (what === 'properties') rules.compareProperties = true
        else rules.compare = strongest(rules.compare, what)
      }
    },
  },
  {
    name: 'checksum',
    verbs: syncs,
    group: 'What is transferred',
    help: 'The same as --compare content.',
    set: ({ rules }) => (rules.compare = strongest(rules.compare, 'content')),
  },
  {
    name: 'size-only',
    verbs: syncs,
    group: 'What is transferred',
    help: 'Transfer only when sizes differ.',
    set: ({ rules }) => (rules.compare = strongest(rules.compare, 'size-only')),
  },
  {
    name: 'exact-timestamps',
    verbs: syncs,
    group: 'What is transferred',
    help: 'Download also when the local file is older: whenever whole-second times differ.',
    set: ({ rules }) => (rules.compare = strongest(rules.compare, 'exact-timestamps')),
  },
  {
    name: 'follow-symlinks',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Take a link as what it points to. This is the default.',
    set: ({ rules }) => (rules.followLinks = true),
  },
  {
    name: 'no-follow-symlinks',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Leave links out.',
    set: ({ rules }) => (rules.followLinks = false),
  },
  {
    name: 'no-overwrite',
    verbs: syncs,
    group: 'What is transferred',
    help: 'Transfer only what the destination does not have.',
    set: ({ rules }) => (rules.compare = strongest(rules.compare, 'no-overwrite')),
  },
  {
    name: 'ignore-glacier-warnings',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Leave archived objects out without a warning.',
    set: ({ rules }) => {
      if (rules.archived === 'warn') rules.archived = 'leave'
    },
  },
  {
    name: 'force-glacier-transfer',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Try archived objects too; the server refuses those that are not restored.',
    set: ({ rules }) => (rules.archived = 'transfer'),
  },
  {
    name: 'case-conflict',
    value: 'WHAT',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Downloads of names that differ only by case: ignore (the default), skip, warn or error.',
    set: ({ rules }, text) =>
      (rules.caseConflict = oneOf('--case-conflict', text, ['ignore', 'skip', 'warn', 'error'] as const)),
  },
  {
    name: 'relay',
    verbs: transfers,
    group: 'What is transferred',
    help: 'Bucket to bucket: let the bytes go through this machine where the server can not copy them itself.',
    set: ({ rules }) => (rules.mayRelay = true),
  },
  {
    name: 'dryrun',
    verbs: ['cleanup'],
    group: 'What is cleaned up',
    help: 'Show what would be cleared away, change nothing.',
    set: ({ rules }) => (rules.dryRun = true),
  },
  {
    name: 'others',
    verbs: ['cleanup'],
    group: 'What is cleaned up',
    help: 'Abort unfinished uploads of other programs too, those that are old enough (--older-than).',
    set: (options) => (options.others = true),
  },
  {
    name: 'older-than',
    value: 'DAYS',
    verbs: ['cleanup'],
    group: 'What is cleaned up',
    help: 'With --others: begun more than so many days ago; 7 by default.',
    set: (options, text) => (options.olderThan = readWhole('--older-than', text, 36_500)),
  },
  ...deleteFlags,
  ...asideFlags,
  ...propertyFlags,
  ...keyFlags,
  {
    name: 'quiet',
    verbs: runs,
    group: 'Output',
    help: 'Say nothing, failures included; the exit code still tells.',
    set: ({ show }) => (show.quiet = true),
  },
  {
    name: 'only-show-errors',
    verbs: runs,
    group: 'Output',
    help: 'Only failures, warnings, and what a dry run would do.',
    set: ({ show }) => (show.onlyErrors = true),
  },
  {
    name: 'no-progress',
    verbs: runs,
    group: 'Output',
    help: 'No progress line. It is only ever drawn on a terminal.',
    set: ({ show }) => (show.progress = false),
  },
  {
    name: 'progress-frequency',
    value: 'SECONDS',
    verbs: runs,
    group: 'Output',
    help: 'How often progress is said.',
    set: ({ show }, text) => (show.progressEvery = readWhole('--progress-frequency', text)),
  },
  {
    name: 'progress-multiline',
    verbs: runs,
    group: 'Output',
    help: 'Progress as a line each time.',
    set: ({ show }) => (show.progressLines = true),
  },
  ...ignoredFlags,
  {
    name: 'json',
    verbs: [...runs, 'show'],
    group: 'Output',
    help: 'One JSON object a line on stdout: see "JSON" below.',
    set: ({ show }) => (show.json = true),
  },
  {
    name: 'csv',
    verbs: ['show'],
    group: 'Output',
    help: 'A table for spreadsheets on stdout: a row a line, what became of it, and its error.',
    set: ({ show }) => (show.csv = true),
  },
  {
    name: 'debug',
    verbs: remote,
    group: 'Output',
    help: 'A trace on stderr: requests, retries, decisions, keyed by row; no secrets.',
    set: ({ show }) => (show.debug = true),
  },
  {
    name: 'why',
    value: 'KEY',
    verbs: ['show'],
    group: 'Output',
    help: 'Only this name: what is done with it, why, and what was seen of it on both sides.',
    set: (options, text) => (options.why = text),
  },
  {
    name: 'expires-in',
    value: 'SECONDS',
    verbs: ['presign'],
    group: 'Output',
    help: 'How long the link lasts: 3600 by default, 604800 (a week) at most.',
    set: (options, text) => (options.expiresIn = readWhole('--expires-in', text, 604_800)),
  },
  {
    name: 'human-readable',
    verbs: ['ls'],
    group: 'Output',
    help: 'Sizes as 1.2 MiB.',
    set: (options) => (options.humanReadable = true),
  },
  {
    name: 'summarize',
    verbs: ['ls'],
    group: 'Output',
    help: 'Count and total size at the end.',
    set: (options) => (options.summarize = true),
  },
  ...connectionFlags,
  {
    name: 'tour',
    verbs: ['practice'],
    group: 'Practice',
    help: 'A guided sync of a sample site, in the terminal.',
    set: (options) => (options.tour = true),
  },
  {
    name: 'port',
    value: 'N',
    verbs: ['practice'],
    group: 'Practice',
    help: 'The port on 127.0.0.1; a free one by default.',
    set: (options, text) => (options.port = readWhole('--port', text, 65_535)),
  },
  {
    name: 'directory',
    value: 'D',
    verbs: ['practice'],
    group: 'Practice',
    help: "Where its buckets are kept; by default in Sluice's own folder.",
    set: (options, text) => (options.directory = text),
  },
]

/** Each wins over those before it, whichever comes first on the command line (CMP-7). */
const comparesByStrength: readonly Compare[] = [
  'default',
  'size-only',
  'exact-timestamps',
  'content',
  'no-overwrite',
]

const strongest = (one: Compare, other: Compare): Compare =>
  comparesByStrength.indexOf(one) > comparesByStrength.indexOf(other) ? one : other
