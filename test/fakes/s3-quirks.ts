/** How servers differ where the contract lets them; each as measured or documented, see the table. */
export interface Quirks {
  /** Amazon's own: checksums are stored and returned. */
  readonly aws: boolean
  /** Conditions on any write, or on the source of a copy; without them 501 for each request that has one. */
  readonly takesConditions: boolean
  /** Conditions on a PUT. */
  readonly honoursPutConditions: boolean
  /** Conditions on the destination of Complete and of Copy. */
  readonly honoursFinishConditions: boolean
  readonly honoursCopyConditions: boolean
  /** `x-amz-copy-source-if-match`. */
  readonly honoursSourceEtag: boolean
  /** `If-Match` on a PUT where there is no such key. */
  readonly ifMatchOnNothing: 'NoSuchKey' | 'PreconditionFailed'
  readonly firstFinishEtag: 'composite' | 'empty'
  readonly repeatedFinish: 'NoSuchUpload' | 'same reply'
  /** Complete of an upload that was aborted, or never was. */
  readonly finishOfNothing: 'NoSuchUpload' | 'InternalError'
  /** Complete may list parts out of order, and must list every part that was sent. */
  readonly finishTakesAllParts: boolean
  /** A copy of an object made of parts keeps its composite ETag, though it is one piece. */
  readonly copyKeepsEtag: boolean
  /** A copy has the website redirect of its source, if it is given none. */
  readonly copiesRedirect: boolean
  /** Where metadata are replaced, a copy has the tags that it is given, or its source's; none at all otherwise. */
  readonly copyTakesTags: boolean
  /** UploadPartCopy decodes the key of its source once too often, and so reads another object, or dies of it. */
  readonly decodesPartSourceTwice: boolean
  /** HEAD with a part number answers for the part, and says how many there are. */
  readonly headsParts: boolean
  readonly highestPart: number
  /** Milliseconds: listed times are cut to a multiple of this. Header times always have whole seconds (RFC 9110). */
  readonly listedTimePrecision: number
}

export type QuirksName = 'aws' | 'radosgw'

/**
 * | what                            | AWS                        | Ceph radosgw 16.2               |
 * |---------------------------------|----------------------------|---------------------------------|
 * | conditions on PUT               | honoured                   | honoured                        |
 * | conditions on Complete, Copy    | honoured                   | ignored                         |
 * | copy-source-if-match            | honoured                   | ignored                         |
 * | first Complete                  | composite ETag             | empty ETag                      |
 * | the same Complete again         | NoSuchUpload               | 200 with the ETag               |
 * | Complete of an unknown upload   | NoSuchUpload               | InternalError                   |
 * | Complete out of order           | InvalidPartOrder           | accepted                        |
 * | Complete without a part sent    | the part is dropped        | InvalidPart                     |
 * | copy of an object made of parts | plain ETag                 | keeps the ETag                  |
 * | website redirect, copied        | not unless it is given     | kept                            |
 * | tags, where metadata are replaced | kept, or as given     | dropped, whatever is given      |
 * | source of UploadPartCopy        | decoded once               | decoded twice: see below        |
 * | HEAD of one part                | its size, number of parts  | the whole object                |
 * | part 10,001                     | refused                    | accepted                        |
 * | listed times                    | whole seconds              | milliseconds                    |
 *
 * The right column was measured with the conformance suite, which expects it of the real server and of the one in memory
 * alike. The left one is AWS' documentation; where that allows two things, the one that is harder to live with.
 *
 * What radosgw makes of the key of a part's source: `a%2Bb` is read as `a+b`, `100%` as `100`, and behind a `?` a plus
 * as a space; at `%zz`, which is no escape, the whole server aborts. It copies what it finds there without a word.
 */
export const quirksOf: Readonly<Record<QuirksName, Quirks>> = {
  aws: {
    aws: true,
    takesConditions: true,
    honoursPutConditions: true,
    honoursFinishConditions: true,
    honoursCopyConditions: true,
    honoursSourceEtag: true,
    ifMatchOnNothing: 'NoSuchKey',
    firstFinishEtag: 'composite',
    repeatedFinish: 'NoSuchUpload',
    finishOfNothing: 'NoSuchUpload',
    finishTakesAllParts: false,
    copyKeepsEtag: false,
    copiesRedirect: false,
    copyTakesTags: true,
    decodesPartSourceTwice: false,
    headsParts: true,
    highestPart: 10_000,
    listedTimePrecision: 1000,
  },
  radosgw: {
    aws: false,
    takesConditions: true,
    honoursPutConditions: true,
    honoursFinishConditions: false,
    honoursCopyConditions: false,
    honoursSourceEtag: false,
    ifMatchOnNothing: 'PreconditionFailed',
    firstFinishEtag: 'empty',
    repeatedFinish: 'same reply',
    finishOfNothing: 'InternalError',
    finishTakesAllParts: true,
    copyKeepsEtag: true,
    copiesRedirect: true,
    copyTakesTags: false,
    decodesPartSourceTwice: true,
    headsParts: false,
    highestPart: Infinity,
    listedTimePrecision: 1,
  },
}
