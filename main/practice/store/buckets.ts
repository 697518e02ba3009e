import type { Database, Statement } from './database.ts'

/** Whether versions were never kept, are kept, or are no longer kept. */
export type Versioning = 'never' | 'enabled' | 'suspended'

export interface Bucket {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly versioning: Versioning
}

export class Buckets {
  readonly #find: Statement<Bucket>
  readonly #list: Statement<Bucket>
  readonly #create: Statement<never>
  readonly #setVersioning: Statement<never>
  readonly #isUsed: Statement<{ used: number }>
  readonly #remove: Statement<never>

  constructor(database: Database) {
    this.#find = database.statement('SELECT * FROM buckets WHERE name = ?')
    this.#list = database.statement('SELECT * FROM buckets WHERE name > ? ORDER BY name')
    this.#create = database.statement('INSERT INTO buckets (name, created) VALUES (?, ?)')
    this.#setVersioning = database.statement('UPDATE buckets SET versioning = ? WHERE name = ?')
    this.#isUsed = database.statement('SELECT 1 AS used FROM versions WHERE bucket = ? LIMIT 1')
    this.#remove = database.statement('DELETE FROM buckets WHERE name = ?')
  }

  find(name: string): Bucket | null {
    return this.#find.one(name) ?? null
  }

  /** In the order of their names, after that one. */
  list(after = ''): Bucket[] {
    return this.#list.all(after)
  }

  create(name: string, created: number): void {
    this.#create.run(name, created)
  }

  setVersioning(name: string, versioning: Exclude<Versioning, 'never'>): void {
    this.#setVersioning.run(versioning, name)
  }

  /** Whether it holds any version or delete marker. */
  isEmpty(name: string): boolean {
    return this.#isUsed.one(name) === undefined
  }

  /** An empty bucket without uploads. */
  remove(name: string): void {
    this.#remove.run(name)
  }
}
