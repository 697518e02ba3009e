import type { Flag, Verb } from './flag.ts'

const verbs: readonly Verb[] = ['sync', 'apply']

/** Where what a run would lose is put first. */
export const asideFlags: readonly Flag[] = [
  {
    name: 'trash',
    verbs,
    group: 'What is deleted',
    help: 'Put local files that are deleted or replaced into the trash first. Linux only. See "Undo" below.',
    set: (options) => (options.trash = true),
  },
  {
    name: 'backup-dir',
    value: 'DIR',
    verbs,
    group: 'What is deleted',
    help: 'Put them into DIR/<run>/ first, under their names. Not inside either side.',
    set: (options, text) => (options.backupDir = text),
  },
  {
    name: 'backup-prefix',
    value: 'S3',
    verbs,
    group: 'What is deleted',
    help: 'Copy objects that are deleted or replaced to s3://BUCKET/PREFIX/<run>/ first, at the same server. Not inside either side.',
    set: (options, text) => (options.backupPrefix = text),
  },
]
