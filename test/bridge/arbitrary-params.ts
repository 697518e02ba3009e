import fc from 'fast-check'
import type { z } from 'zod'

/** What a schema of the bridge is made of, as far as those of params go. */
interface Def {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly innerType?: z.ZodType
  readonly valueType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly unknown[]
}

const strange = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '..',
    '../..',
    '~',
    's3://',
    's3://b',
    'file:///%zz',
    '\0',
    'a\0b',
    '__proto__',
    '%',
    '_',
    '*',
  ),
)

const anyJson = fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 1, arbitrary: fc.anything() })

/**
 * Params for a call: mostly as its schema says, with strings that stand for something, and often enough with anything
 * in the place of a part.
 * @param words strings that mean something: ids, tokens, names.
 */
export function arbitraryParams(schema: z.ZodType, words: readonly string[]): fc.Arbitrary<unknown> {
  const text = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: strange },
  )
  const asSaid = (inner: z.ZodType | undefined): fc.Arbitrary<unknown> => {
    const def = inner?._zod.def as Def | undefined
    switch (def?.type) {
      case 'object':
        return fc.record(
          Object.fromEntries(Object.entries(def.shape ?? {}).map(([name, at]) => [name, part(at)])),
        )
      case 'array':
        return fc.array(part(def.element), { maxLength: 4 })
      case 'record':
        return fc.dictionary(fc.string(), part(def.valueType), { maxKeys: 3 })
      case 'nullable':
        return fc.oneof(fc.constant(null), part(def.innerType))
      case 'optional':
      case 'default':
        return fc.oneof(fc.constant(undefined), part(def.innerType))
      case 'union':
        return fc.oneof(...(def.options ?? []).map(part))
      case 'enum':
        return fc.constantFrom(...Object.values(def.entries ?? {}))
      case 'literal':
        return fc.constantFrom(...(def.values ?? []))
      case 'boolean':
        return fc.boolean()
      case 'number':
        return fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer(), fc.double())
      case 'string':
        return text
      default:
        throw new Error(`No arbitrary for ${def?.type ?? 'nothing'}.`)
    }
  }
  const part = (inner: z.ZodType | undefined): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 30, arbitrary: asSaid(inner) }, { weight: 1, arbitrary: anyJson })
  return part(schema)
}
