import { z } from 'zod'
import { escapeName, formatBytes, formatCount, formatCounted, formatDuration } from './formats.ts'

/** Something about a whole plan that its rows do not say one by one. */
export const hintSchema = z.discriminatedUnion('kind', [
  /** Rows whose sizes are equal and whose times differ, most of them by the same, or by whole hours. */
  z.strictObject({
    kind: z.literal('times-shifted'),
    rows: z.number(),
    /** The source's time less the destination's; null for whole hours of more than one kind. */
    seconds: z.number().nullable(),
  }),
  /** Most of what both sides have would go again, for its time alone. */
  z.strictObject({ kind: z.literal('resends-most'), rows: z.number(), of: z.number(), bytes: z.number() }),
  /** ACLs are asked for of a bucket that takes none. */
  z.strictObject({ kind: z.literal('acls-off'), bucket: z.string(), asked: z.string() }),
  /** The destination's server is known to keep no conditions: it ignores them, or takes no request that has one. */
  z.strictObject({
    kind: z.literal('no-conditions'),
    server: z.string(),
    habit: z.enum(['ignored', 'refused']),
  }),
  /** What the servers were asked so that properties could be compared. */
  z.strictObject({ kind: z.literal('properties-asked'), names: z.number(), requests: z.number() }),
  /** Very many small files. */
  z.strictObject({ kind: z.literal('tiny-files'), rows: z.number(), bytes: z.number() }),
])
export type Hint = z.infer<typeof hintSchema>

/** A hint in one or two sentences, without what to do about it. */
export function hintText(hint: Hint): string {
  switch (hint.kind) {
    case 'times-shifted': {
      const by =
        hint.seconds === null
          ? 'by whole hours'
          : `by ${formatDuration(Math.abs(hint.seconds) * 1000)}, the source ${hint.seconds < 0 ? 'earlier' : 'later'}`
      return `${formatCounted(hint.rows, 'row')} differ in time only, nearly all ${by}: likely a clock, a time zone or a copy that kept no times, and not another content.`
    }
    case 'resends-most':
      return `${formatCount(hint.rows)} of the ${formatCounted(hint.of, 'name')} that both sides have (${formatBytes(hint.bytes)}) would go again for their times alone, with sizes that are equal.`
    case 'acls-off':
      return `The bucket ${escapeName(hint.bucket)} takes no ACLs (its owner owns every object in it): with ${hint.asked} every write would be refused. Leave that out; who may read is for the bucket's policy.`
    case 'no-conditions':
      return `The server ${escapeName(hint.server)} ${hint.habit === 'ignored' ? 'ignores' : 'takes no'} conditions of writes: each object is looked at right before it is written, and a change in that very moment would be overwritten.`
    case 'properties-asked':
      return `Properties of ${formatCounted(hint.names, 'name')} that are the same were compared: ${formatCounted(hint.requests, 'request')}, as many each time this is planned.`
    case 'tiny-files':
      return `${formatCounted(hint.rows, 'file')} of less than 16 KiB (${formatBytes(hint.bytes)} in all): what takes time is the requests, one or more each, and not the bytes.`
  }
}

/** Whether another way of comparing would answer it. */
export const isAboutTimes = ({ kind }: Hint): boolean => kind === 'times-shifted' || kind === 'resends-most'
