import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { flags } from '../../../main/cli/flags.ts'
import { helpText } from '../../../main/cli/help.ts'

/** Every flag of `aws s3 sync` of CLI v2 (ARG-10), and those of all its commands that people use with it. */
const ofAws =
  'dryrun quiet include exclude acl follow-symlinks no-follow-symlinks no-guess-mime-type sse sse-c sse-c-key ' +
  'sse-kms-key-id sse-c-copy-source sse-c-copy-source-key storage-class grants website-redirect content-type ' +
  'cache-control content-disposition content-encoding content-language expires source-region only-show-errors ' +
  'no-progress page-size ignore-glacier-warnings force-glacier-transfer request-payer checksum-mode ' +
  'checksum-algorithm metadata metadata-directive case-conflict size-only exact-timestamps delete copy-props ' +
  'no-overwrite progress-frequency progress-multiline profile region endpoint-url no-verify-ssl ca-bundle ' +
  'no-sign-request cli-read-timeout cli-connect-timeout debug output ' +
  'query color cli-binary-format no-cli-pager no-cli-auto-prompt no-paginate'

const ofSync = flags.filter(({ verbs }) => verbs.includes('sync')).map(({ name }) => name)
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort()

test('sync has every flag of aws s3 sync', () => {
  expect(ofAws.split(' ').filter((name) => !ofSync.includes(name))).toEqual([])
})

test('the help of sync names every flag it takes, and no other', () => {
  const named = [...helpText('sync').matchAll(/^ {2,}(?:-[a-z], )?--([a-z-]+)/gm)].map(
    ([, name = '']) => name,
  )
  expect(sorted(named)).toEqual(sorted(ofSync))
})

test('the page for those who come from aws names every flag of sync in its table, and no other', () => {
  const page = readFileSync(new URL('../../../docs/aws-s3-sync.md', import.meta.url), 'utf8')
  const table = /## Flags\n([\s\S]*?)\n## /.exec(page)?.[1] ?? ''
  const firstColumns = table.split('\n').map((line) => line.split('|')[1] ?? '')
  const named = firstColumns.flatMap((column) =>
    [...column.matchAll(/`--([a-z-]+)`/g)].map(([, name = '']) => name),
  )
  expect(sorted(named)).toEqual(sorted(ofSync))
})
