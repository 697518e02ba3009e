import fc from 'fast-check'
import type { Scene } from '../case.ts'
import { patterns } from './alphabet.ts'

type Direction = Scene['direction']

const sometimes = (chance: number, ...words: string[]): fc.Arbitrary<string[]> =>
  fc.oneof(
    { arbitrary: fc.constant<string[]>([]), weight: 100 - chance },
    { arbitrary: fc.constant(words), weight: chance },
  )

const oneOf = (chance: number, ...choices: string[][]): fc.Arbitrary<string[]> =>
  fc.oneof(
    { arbitrary: fc.constant<string[]>([]), weight: 100 - chance },
    { arbitrary: fc.constantFrom(...choices), weight: chance },
  )

const filters = fc
  .array(fc.tuple(fc.constantFrom('--exclude', '--exclude', '--include'), fc.constantFrom(...patterns)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((each) => each.flat())

/** What decides what happens, and what is said of it. The figures are chances in a hundred. */
const deciding = [
  sometimes(50, '--delete'),
  sometimes(15, '--dryrun'),
  sometimes(20, '--size-only'),
  sometimes(20, '--exact-timestamps'),
  oneOf(20, ['--no-follow-symlinks'], ['--follow-symlinks'], ['--no-follow-symlinks', '--follow-symlinks']),
  oneOf(30, ['--only-show-errors'], ['--quiet'], ['--no-progress']),
  oneOf(10, ['--page-size', '1'], ['--page-size', '2'], ['--page-size', '1000']),
  oneOf(6, ['--request-payer'], ['--request-payer', 'requester']),
  oneOf(6, ['--ignore-glacier-warnings'], ['--force-glacier-transfer']),
  // 2.9.19 has none of these, and they change nothing of what is compared: it runs without (old-cli.ts).
  oneOf(6, ['--progress-multiline'], ['--progress-frequency', '1']),
  fc.oneof({ arbitrary: fc.constant<string[]>([]), weight: 55 }, { arbitrary: filters, weight: 45 }),
]

/** What is written with an object (PRP-1 to PRP-5). */
const properties = [
  oneOf(10, ['--content-type', 'text/x-drawn'], ['--no-guess-mime-type']),
  oneOf(8, ['--cache-control', 'max-age=60'], ['--cache-control', 'no-cache, private']),
  sometimes(6, '--content-disposition', 'attachment; filename="a b.txt"'),
  sometimes(6, '--content-encoding', 'identity'),
  sometimes(6, '--content-language', 'de, en'),
  oneOf(6, ['--expires', '2031-01-02T03:04:05Z'], ['--expires', '2031-01-02']),
  oneOf(12, ['--metadata', 'drawn=yes,other=a b'], ['--metadata', '{"drawn":"yes","x":"1,2=3"}']),
  oneOf(
    6,
    ['--acl', 'public-read'],
    ['--acl', 'bucket-owner-full-control'],
    ['--grants', 'read=uri=http://acs.amazonaws.com/groups/global/AllUsers'],
  ),
  sometimes(4, '--storage-class', 'STANDARD'),
  sometimes(4, '--website-redirect', '/elsewhere'),
  sometimes(4, '--sse', 'aws:kms', '--sse-kms-key-id', 'testkey-1'),
]

/** What of the source's properties a copy keeps (META-2, META-6). */
const keeping = [
  oneOf(40, ['--copy-props', 'none'], ['--copy-props', 'metadata-directive'], ['--copy-props', 'default']),
  oneOf(20, ['--metadata-directive', 'COPY'], ['--metadata-directive', 'REPLACE']),
]

/** The flags of a scene, in an order of their own. */
export const flagsFor: Readonly<Record<Direction, fc.Arbitrary<string[]>>> = {
  upload: all([...deciding, ...properties]),
  download: all(deciding),
  copy: all([...deciding, ...properties, ...keeping]),
}

function all(each: readonly fc.Arbitrary<string[]>[]): fc.Arbitrary<string[]> {
  return fc.tuple(...each).map((drawn) => drawn.flat())
}

/** Lines of the profile's `s3 =` block: with a threshold of 11 bytes some of the small files go in one part (MPT-1). */
export const config: fc.Arbitrary<string | undefined> = fc
  .tuple(
    oneOf(30, ['multipart_threshold = 11'], ['multipart_threshold = 10'], ['multipart_threshold = 1KB']),
    oneOf(15, ['multipart_chunksize = 5MB'], ['multipart_chunksize = 6291456']),
    oneOf(15, ['max_concurrent_requests = 1'], ['max_concurrent_requests = 20']),
    sometimes(5, 'max_queue_size = 1'),
    oneOf(8, ['max_bandwidth = 50MB/s'], ['max_bandwidth = 400Mb/s']),
    sometimes(5, 'addressing_style = path'),
    sometimes(5, 'payload_signing_enabled = true'),
  )
  .map((lines) => {
    const settings = lines.flat()
    return settings.length === 0
      ? undefined
      : ['s3 =', ...settings.map((line) => `    ${line}`), ''].join('\n')
  })
