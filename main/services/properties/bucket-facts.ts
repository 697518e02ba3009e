import { longestFact, type Fact, type Facts } from '../../../shared/bridge/properties.ts'
import { formatCounted } from '../../../shared/formats.ts'
import type { BucketSettings, ObjectStore, Retry } from '../../engine/index.ts'
import { dataOf } from '../plans/row-contents.ts'
import { lifecycleWords } from './lifecycle-words.ts'

/** What a setting is called, and says: of what is set, and where nothing is. */
interface Words<T> {
  readonly name: string
  readonly none: string
  readonly say: (value: T) => readonly string[]
}

const words: { readonly [Name in keyof BucketSettings]: Words<BucketSettings[Name]> } = {
  region: { name: 'Region', none: 'the server names none', say: (region) => [region] },
  versioning: {
    name: 'Versions',
    none: 'not kept: what is replaced or deleted is gone for good',
    say: (status) => [
      status === 'Enabled'
        ? 'kept: what is replaced or deleted can be brought back'
        : 'suspended: older versions are there, new ones are not kept',
    ],
  },
  encryption: {
    name: 'Encryption',
    none: 'none by default',
    say: ({ algorithm, kmsKeyId }) => [kmsKeyId === null ? algorithm : `${algorithm}, key ${kmsKeyId}`],
  },
  ownership: {
    name: 'Ownership',
    none: 'whoever writes an object owns it; ACLs are taken',
    say: (ownership) => [ownershipWords[ownership] ?? ownership],
  },
  publicAccess: {
    name: 'Public access',
    none: 'nothing keeps it off',
    say: (blocks) => {
      const kept = Object.entries(publicWords).filter(([name]) => blocks[name as keyof typeof blocks])
      if (kept.length === Object.keys(publicWords).length) return ['kept off altogether']
      return kept.length === 0 ? ['nothing keeps it off'] : kept.map(([, text]) => text)
    },
  },
  lifecycle: {
    name: 'Lifecycle',
    none: 'nothing is moved or removed by itself',
    say: (steps) => steps.map(lifecycleWords),
  },
  objectLock: {
    name: 'Object lock',
    none: 'off',
    say: ({ mode, days, years }) => [
      mode === null
        ? 'on; new objects are locked where that is asked for'
        : `on; new objects can not be removed for ${years === null ? formatCounted(days ?? 0, 'day') : formatCounted(years, 'year')} (${mode.toLowerCase()})`,
    ],
  },
  tags: {
    name: 'Tags',
    none: 'none',
    say: (tags) => Object.entries(tags).map(([name, value]) => `${name} = ${value}`),
  },
}

const ownershipWords: Readonly<Record<string, string>> = {
  BucketOwnerEnforced: 'the bucket’s owner owns every object; ACLs are off',
  BucketOwnerPreferred:
    'the bucket’s owner owns what is written with bucket-owner-full-control; ACLs are taken',
  ObjectWriter: 'whoever writes an object owns it; ACLs are taken',
}

const publicWords = {
  newAcls: 'ACLs that make public are refused',
  acls: 'ACLs that make public count for nothing',
  newPolicies: 'policies that make public are refused',
  policies: 'with a public policy only its account gets in',
} as const satisfies Record<keyof BucketSettings['publicAccess'], string>

const names = Object.keys(words) as (keyof BucketSettings)[]

/** What a bucket is set to: one request for each part, and what is refused takes nothing from the others. */
export async function bucketFacts(
  means: { readonly store: ObjectStore; readonly retry: Retry },
  bucket: string,
  signal: AbortSignal,
): Promise<Facts> {
  const facts = await Promise.all(names.map((name) => factOf(means, bucket, name, signal)))
  signal.throwIfAborted()
  return { address: `s3://${bucket}`, facts }
}

async function factOf(
  { store, retry }: { readonly store: ObjectStore; readonly retry: Retry },
  bucket: string,
  setting: keyof BucketSettings,
  signal: AbortSignal,
): Promise<Fact> {
  // What it says is about what is asked for, which the compiler can't follow.
  const { name, none, say } = words[setting] as Words<BucketSettings[keyof BucketSettings]>
  try {
    const value = await retry(`bucket-${setting}`, (s) => store.bucketSetting(bucket, setting, s), signal)
    const said = value === null ? [] : say(value).map((text) => text.slice(0, longestFact))
    return { name, texts: said.length === 0 ? [none] : said, error: null }
  } catch (error) {
    return { name, texts: [], error: dataOf(error) }
  }
}
