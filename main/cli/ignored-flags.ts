import { remote, type Flag } from './flag.ts'

/** What every command of aws takes, with its value, and what means nothing to a sync. */
const names: readonly (readonly [name: string, value?: string])[] = [
  ['output', 'FORMAT'],
  ['query', 'QUERY'],
  ['color', 'WHEN'],
  ['cli-binary-format', 'FORMAT'],
  ['no-cli-pager'],
  ['no-cli-auto-prompt'],
  ['no-paginate'],
]

/** Flags that are taken so that scripts need no change. */
export const ignoredFlags: readonly Flag[] = names.map(([name, value]) => ({
  name,
  ...(value === undefined ? {} : { value }),
  verbs: remote,
  group: 'Output',
  help: 'Taken for the sake of scripts, and without meaning, as in aws.',
  set: ({ ignored }) => {
    ignored.push(`--${name}`)
  },
}))
