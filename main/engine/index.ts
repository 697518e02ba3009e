/** The engine's one door: what services, the command line and tests may import of it. */
export type { Clock, Log, Random, World } from './world.ts'
export type { Direction, LocalSide, S3Side, Side } from './side.ts'
export type { FileSystem } from './local/file-system.ts'
export type { ObjectStore } from './s3/object-store.ts'
