import { copies, type Flag } from './flag.ts'
import { oneOf } from './property-flags.ts'

const group = 'What new objects get'
const algorithms = ['AES256'] as const

/** Flags for keys that only the person who gives them has (SSE-C, PRP-6). */
export const keyFlags: readonly Flag[] = [
  {
    name: 'sse-c',
    value: 'ALGORITHM',
    orElse: 'AES256',
    verbs: copies,
    group,
    help: 'Encryption with a key of your own: AES256. Needs --sse-c-key.',
    set: ({ sseC }, text) => (sseC.algorithm = oneOf('--sse-c', text, algorithms)),
  },
  {
    name: 'sse-c-key',
    value: 'KEY',
    verbs: copies,
    group,
    help: 'Its 32 bytes, best as fileb://PATH: others see a command line. It is kept nowhere.',
    set: ({ sseC }, text) => (sseC.key = text),
  },
  {
    name: 'sse-c-copy-source',
    value: 'ALGORITHM',
    orElse: 'AES256',
    verbs: copies,
    group,
    help: 'Copies: the source is encrypted with a key of your own: AES256.',
    set: ({ sseCCopySource }, text) =>
      (sseCCopySource.algorithm = oneOf('--sse-c-copy-source', text, algorithms)),
  },
  {
    name: 'sse-c-copy-source-key',
    value: 'KEY',
    verbs: copies,
    group,
    help: "The source's key, as with --sse-c-key.",
    set: ({ sseCCopySource }, text) => (sseCCopySource.key = text),
  },
]
