/** The engine's one door: what services, the command line and tests may import of it. */
export { createWorld } from './node-world.ts'
export { openS3, type OpenS3Options } from './open-s3.ts'
export { createRetry, type Retry } from './running/retry.ts'
export { sync, type Control, type SyncJob } from './sync.ts'
export type { Clock, Log, Random, World } from './world.ts'
export type { Direction, LocalSide, OneFile, S3Side, Side } from './side.ts'
export type { FileSystem } from './local/file-system.ts'
export type { BrowsePage, ObjectStore } from './s3/object-store.ts'
