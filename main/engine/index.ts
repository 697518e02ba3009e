/** The engine's one door: what services, the command line and tests may import of it. */
export { createWorld } from './node-world.ts'
export { openS3, type OpenS3Options } from './open-s3.ts'
export { beginSsoSignIn, type SsoSignIn } from './sign-in.ts'
export { openS3WithKeys, type OwnKeys } from './open-with-keys.ts'
export { habitsAsAmazons } from './s3/endpoint-habits.ts'
export { openCopied, openPastRun, openUndone, readPastFacts, type PastRun } from './past-run.ts'
export { abortUpload, findUploads, type FoundUpload, type UploadSearch } from './cleanup/find-uploads.ts'
export { findTempFiles, type FoundTempFile } from './cleanup/find-temp-files.ts'
export { hasTrash } from './aside/check-aside.ts'
export { SafeFolders } from './local/safe-folder.ts'
export { removeLeftover } from './local/temp-file.ts'
export { EndedRuns } from './running/ended-runs.ts'
export { ReviewedSync, type Planned } from './reviewed-sync.ts'
export { findEarlierApply, type EarlierApply } from './plan-file/earlier-apply.ts'
export { openPlanFile, type PlanFile } from './plan-file/open-plan-file.ts'
export { describeSide, whyElsewhere } from './plan-file/plan-sides.ts'
export { isPlanFile } from './plan-file/file-format.ts'
export type { GivenPlan } from './plan-file/take-plan.ts'
export {
  aboutPlanOf,
  checkPlanPath,
  checkRules,
  writePlanOfRun,
  type PlanAbout,
} from './plan-file/write-plan-file.ts'
export { compileFilters, onlySelected, type FilteredSide, type KeyFilter } from './listing/filters.ts'
export type { OnlyKeys } from './listing/only-keys.ts'
export { readFolderIgnore, readIgnoreText, readNamedIgnore } from './listing/ignore-file.ts'
export { parseIgnoreFile } from './listing/ignore-rules.ts'
export { SideReader } from './contents/read-side.ts'
export { propertiesOfUpload } from './transfer/given-properties.ts'
export { countBelow, type Countable, type CountedBelow } from './listing/count-below.ts'
export { compareKeys } from './listing/key-order.ts'
export { readFolder, type FolderEntry } from './local/read-folder.ts'
export { replaceText } from './local/replace-text.ts'
export { makeNewFolder } from './local/make-new-folder.ts'
export { renameEntry } from './local/rename-entry.ts'
export { explainFsError } from './local/explain-fs-error.ts'
export { comparePair } from './planning/compare-pair.ts'
export { countCaught, noneCaught } from './planning/count-caught.ts'
export { hintsOf } from './planning/hints.ts'
export { exceeds } from './planning/delete-guard.ts'
export type { Review } from './planning/review.ts'
export { keepOthersOut, rootOf } from './running/keep-others-out.ts'
export { createRetry, type Retry } from './running/retry.ts'
export type { Expired, ExpiredAnswer, OnExpired } from './running/expired-credentials.ts'
export type { Control, SyncJob } from './running/open-run.ts'
export { probeHabits } from './s3/probe-habits.ts'
export { listProfiles, type ProfileName } from './s3/shared-config.ts'
export { keyMd5 } from './s3/customer-keys.ts'
export type { CustomerKey } from './s3/customer-keys.ts'
export { putFolderMarker } from './transfer/put-folder-marker.ts'
export { renameObject } from './transfer/rename-object.ts'
export { newestVersions } from './undo/key-versions.ts'
export type { BucketSettings } from './s3/setting-calls.ts'
export type { LifecycleStep } from './s3/lifecycle.ts'
export { findTransferSettings } from './s3/transfer-settings.ts'
export { sync } from './sync.ts'
export type { Clock, Log, Random, World } from './world.ts'
export {
  directionOf,
  isNoPlace,
  sourceName,
  type ChangeSide,
  type Direction,
  type LocalSide,
  type NothingSide,
  type OneFile,
  type PastSide,
  type S3Side,
  type Side,
  type Source,
} from './side.ts'
export type { FileSystem } from './local/file-system.ts'
export type { BrowsePage, ListQuery, ObjectHead, ObjectProperties, ObjectStore } from './s3/object-store.ts'
