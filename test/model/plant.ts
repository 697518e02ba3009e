import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutants } from './mutants.ts'

/**
 * Puts a planted bug into the engine's source as this process loads it; what is loaded already stays as it is.
 * @returns whether all of it was planted by now
 */
export function plant(name: string): () => boolean {
  const mutant = mutants.find((each) => each.name === name)
  if (mutant === undefined) throw new Error(`There is no mutant ${name}.`)
  const engine = path.resolve(import.meta.dirname, '../../main/engine')
  const sources = new Map<string, string>()
  for (const { file, find, put } of mutant.patches) {
    const source = sources.get(file) ?? readFileSync(path.join(engine, file), 'utf8')
    if (!source.includes(find)) throw new Error(`${file} has no ${JSON.stringify(find)} any more.`)
    sources.set(
      file,
      source.replace(find, () => put),
    )
  }
  const planted = new Set<string>()
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      const file = url.startsWith('file:')
        ? path.relative(engine, fileURLToPath(url)).split(path.sep).join('/')
        : ''
      const source = sources.get(file)
      if (source === undefined) return loaded
      planted.add(file)
      return { ...loaded, source }
    },
  })
  return () => planted.size === sources.size
}
