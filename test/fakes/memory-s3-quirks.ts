/** How servers differ where the contract lets them; each as measured or documented, see the table. */
export interface Quirks {
  /** Amazon's own: checksums are stored and returned. */
  readonly aws: boolean
  /** Conditions on the destination of Complete and of Copy. */
  readonly honoursFinishConditions: boolean
  readonly honoursCopyConditions: boolean
  /** `x-amz-copy-source-if-match`. */
  readonly honoursSourceEtag: boolean
  /** `If-Match` on a PUT where there is no such key. */
  readonly ifMatchOnNothing: 'NoSuchKey' | 'PreconditionFailed'
  readonly firstFinishEtag: 'composite' | 'empty'
  readonly repeatedFinish: 'NoSuchUpload' | 'same reply'
  /** A copy of an object made of parts keeps its composite ETag, though it is one piece. */
  readonly copyKeepsEtag: boolean
  /** UploadPartCopy decodes the key of its source once too often. */
  readonly decodesPartSourceTwice: boolean
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
 * | copy of an object made of parts | plain ETag                 | keeps the ETag                  |
 * | source of UploadPartCopy        | decoded once               | decoded twice                   |
 * | part 10,001                     | refused                    | accepted                        |
 * | listed times                    | whole seconds              | milliseconds                    |
 */
export const quirksOf: Readonly<Record<QuirksName, Quirks>> = {
  aws: {
    aws: true,
    honoursFinishConditions: true,
    honoursCopyConditions: true,
    honoursSourceEtag: true,
    ifMatchOnNothing: 'NoSuchKey',
    firstFinishEtag: 'composite',
    repeatedFinish: 'NoSuchUpload',
    copyKeepsEtag: false,
    decodesPartSourceTwice: false,
    highestPart: 10_000,
    listedTimePrecision: 1000,
  },
  radosgw: {
    aws: false,
    honoursFinishConditions: false,
    honoursCopyConditions: false,
    honoursSourceEtag: false,
    ifMatchOnNothing: 'PreconditionFailed',
    firstFinishEtag: 'empty',
    repeatedFinish: 'same reply',
    copyKeepsEtag: true,
    decodesPartSourceTwice: true,
    highestPart: Infinity,
    listedTimePrecision: 1,
  },
}
