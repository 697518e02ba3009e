import type { LifecycleRule } from '@aws-sdk/client-s3'

/** One thing that a rule of a bucket's lifecycle does, to which objects, and when. */
export interface LifecycleStep {
  /** `remove` and `move` mean what is current; `noncurrent` versions, `parts` of unfinished uploads, `markers` without versions. */
  readonly does:
    'remove' | 'remove-noncurrent' | 'remove-parts' | 'remove-markers' | 'move' | 'move-noncurrent'
  /** Days after which: since it was written, replaced or begun; null where there is a date, or it is at once. */
  readonly days: number | null
  /** Milliseconds since 1970. */
  readonly date: number | null
  /** Where it moves to. */
  readonly storageClass: string | null
  /** Of noncurrent versions: how many newer ones stay. */
  readonly keeps: number | null
  readonly prefix: string
  readonly tags: Readonly<Record<string, string>>
  /** Bytes: only objects larger, and smaller, than these. */
  readonly larger: number | null
  readonly smaller: number | null
  /** A rule that is switched off does nothing. */
  readonly on: boolean
}

/** All that a rule does. */
export function lifecycleSteps(rule: LifecycleRule): LifecycleStep[] {
  const { Filter: filter } = rule
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- rules that were made before 2013 have it there
  const { Prefix } = rule
  const and = filter?.And
  const tags = [...(filter?.Tag === undefined ? [] : [filter.Tag]), ...(and?.Tags ?? [])]
  const scope = {
    prefix: filter?.Prefix ?? and?.Prefix ?? Prefix ?? '',
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    larger: filter?.ObjectSizeGreaterThan ?? and?.ObjectSizeGreaterThan ?? null,
    smaller: filter?.ObjectSizeLessThan ?? and?.ObjectSizeLessThan ?? null,
    on: rule.Status !== 'Disabled',
  }
  const step = (does: LifecycleStep['does'], more: Partial<LifecycleStep>): LifecycleStep => ({
    does,
    days: null,
    date: null,
    storageClass: null,
    keeps: null,
    ...scope,
    ...more,
  })
  const when = (of: { Days?: number | undefined; Date?: Date | undefined }): Partial<LifecycleStep> => ({
    days: of.Days ?? null,
    date: of.Date?.getTime() ?? null,
  })
  const { Expiration, NoncurrentVersionExpiration: old, AbortIncompleteMultipartUpload: parts } = rule
  return [
    ...(rule.Transitions ?? []).map((move) =>
      step('move', { ...when(move), storageClass: move.StorageClass ?? null }),
    ),
    ...(Expiration === undefined
      ? []
      : Expiration.ExpiredObjectDeleteMarker === true
        ? [step('remove-markers', {})]
        : [step('remove', when(Expiration))]),
    ...(rule.NoncurrentVersionTransitions ?? []).map((move) =>
      step('move-noncurrent', {
        days: move.NoncurrentDays ?? null,
        keeps: move.NewerNoncurrentVersions ?? null,
        storageClass: move.StorageClass ?? null,
      }),
    ),
    ...(old === undefined
      ? []
      : [
          step('remove-noncurrent', {
            days: old.NoncurrentDays ?? null,
            keeps: old.NewerNoncurrentVersions ?? null,
          }),
        ]),
    ...(parts === undefined ? [] : [step('remove-parts', { days: parts.DaysAfterInitiation ?? null })]),
  ]
}
