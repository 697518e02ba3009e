import { z } from 'zod'

/**
 * How a server takes a condition of a write, or of a copy's source: `held`, it refuses with 412 what must not be;
 * `ignored`, it writes all the same; `refused`, it takes no request that has one.
 */
const conditionSchema = z.enum(['held', 'ignored', 'refused'])

const seen = <Value extends z.ZodType>(value: Value) =>
  /** `seen`: when, in milliseconds since 1970. */
  z.strictObject({ value, seen: z.number().nonnegative() })

/**
 * What is known of one server, by what it has answered: of its address, and of no bucket and no keys. What is absent is
 * not known.
 */
export const habitsSchema = z.strictObject({
  /** Where it wants the name of a bucket: in the path, or in the host name. */
  addressing: seen(z.enum(['path', 'host'])).exactOptional(),
  /** What becomes of a checksum that goes with a body: it is stored, or not, or refused with its request. */
  checksums: seen(z.enum(['kept', 'ignored', 'refused'])).exactOptional(),
  /** `If-None-Match: *` of PutObject. */
  create: seen(conditionSchema).exactOptional(),
  /** `If-Match` of PutObject. */
  replace: seen(conditionSchema).exactOptional(),
  /** `If-None-Match: *` of CompleteMultipartUpload: a server may keep one of two conditions alone. */
  finishNew: seen(conditionSchema).exactOptional(),
  /** `If-Match` of CompleteMultipartUpload. */
  finishOver: seen(conditionSchema).exactOptional(),
  /** `If-None-Match: *` of CopyObject. */
  copyNew: seen(conditionSchema).exactOptional(),
  /** `If-Match` of CopyObject, about its destination. */
  copyOver: seen(conditionSchema).exactOptional(),
  /** `x-amz-copy-source-if-match` of CopyObject. */
  copyFrom: seen(conditionSchema).exactOptional(),
})
export type Habits = z.infer<typeof habitsSchema>

export type HabitName = keyof Habits
export type HabitValue<Name extends HabitName> = NonNullable<Habits[Name]>['value']

/** Those about a condition. */
export type ConditionName = Exclude<HabitName, 'addressing' | 'checksums'>
export type ConditionHabit = z.infer<typeof conditionSchema>
