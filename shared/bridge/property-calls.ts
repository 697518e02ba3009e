import { z } from 'zod'
import { objectEditSchema } from '../object-edit.ts'
import { placeTokenSchema } from './places.ts'
import { planStatusSchema } from './plans.ts'
import { factsSchema, objectFactsSchema, objectVersionsSchema } from './properties.ts'

/** A name directly below a place. */
const named = z.strictObject({ token: placeTokenSchema, name: z.string().min(1).max(4096) })

const nothing = z.strictObject({})

/** Calls about one name of a place: what is known of it, and how it is to be otherwise. */
export const propertyCalls = {
  /** Makes a folder; in a bucket an empty object whose key ends in a slash. */
  'places.makeFolder': { params: named, reply: nothing },
  /** What there is to know of a file or folder of a disk, an object, or a bucket; nothing is asked before. */
  'properties.file': { params: named, reply: factsSchema },
  'properties.object': { params: named, reply: objectFactsSchema },
  /** Of a bucket in a list of them, or of the one that the place is in. */
  'properties.bucket': {
    params: z.strictObject({ token: placeTokenSchema, name: z.string().min(1).max(4096).nullable() }),
    reply: factsSchema,
  },
  'properties.versions': { params: named, reply: objectVersionsSchema },
  /** Begins to plan to give one object other properties. `etag` is that of the object whose properties were shown. */
  'plan.edit': {
    params: z.strictObject({
      place: placeTokenSchema,
      name: z.string().min(1).max(4096),
      etag: z.string().max(300),
      edit: objectEditSchema,
    }),
    reply: planStatusSchema,
  },
  /** Begins to plan to make a version of an object the current one again, by a copy; no version goes. */
  'plan.restoreVersion': {
    params: z.strictObject({
      place: placeTokenSchema,
      name: z.string().min(1).max(4096),
      versionId: z.string().min(1).max(1024),
    }),
    reply: planStatusSchema,
  },
} as const
