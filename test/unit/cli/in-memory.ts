import { runCommandLine } from '../../../main/cli/command-line.ts'
import type { Parts } from '../../../main/cli/wiring.ts'
import { findTempFiles } from '../../../main/engine/cleanup/find-temp-files.ts'
import { abortUpload, findUploads } from '../../../main/engine/cleanup/find-uploads.ts'
import { openUndone, readPastFacts } from '../../../main/engine/past-run.ts'
import { readFolderIgnore, readNamedIgnore } from '../../../main/engine/listing/ignore-file.ts'
import { compareKeys } from '../../../main/engine/listing/key-order.ts'
import { SafeFolders } from '../../../main/engine/local/safe-folder.ts'
import { removeLeftover } from '../../../main/engine/local/temp-file.ts'
import { EndedRuns } from '../../../main/engine/running/ended-runs.ts'
import { habitsAsAmazons } from '../../../main/engine/s3/endpoint-habits.ts'
import { keyMd5 } from '../../../main/engine/s3/customer-keys.ts'
import { keepOthersOut, rootOf } from '../../../main/engine/running/keep-others-out.ts'
import { createRetry } from '../../../main/engine/running/retry.ts'
import { compileFilters, onlySelected } from '../../../main/engine/listing/filters.ts'
import { openPastRun } from '../../../main/engine/past-run.ts'
import { findEarlierApply } from '../../../main/engine/plan-file/earlier-apply.ts'
import { openPlanFile } from '../../../main/engine/plan-file/open-plan-file.ts'
import { describeSide, whyElsewhere } from '../../../main/engine/plan-file/plan-sides.ts'
import {
  aboutPlanOf,
  checkPlanPath,
  checkRules,
  writePlanOfRun,
} from '../../../main/engine/plan-file/write-plan-file.ts'
import { ReviewedSync } from '../../../main/engine/reviewed-sync.ts'
import { sync } from '../../../main/engine/sync.ts'
import type { World } from '../../../main/engine/world.ts'
import { hex } from '../../../main/engine/transfer/digest.ts'
import { md5 } from '../../fakes/memory-s3-upload.ts'
import type { ExitCode } from '../../../shared/errors.ts'
import { defaultTransferSettings, type TransferSettings } from '../../../shared/transfer-settings.ts'
import { MemoryS3 } from '../../fakes/memory-s3.ts'
import { plantTree, type TreeTable } from '../../fakes/memory-tree.ts'
import { createMemoryWorld, type MemoryWorld } from '../../fakes/memory-world.ts'
import { FakeHost } from './fake-host.ts'

/** The whole command line on a disk and a server in memory, with the engine as it is. */
export class InMemory {
  readonly host = new FakeHost()
  readonly world: MemoryWorld = createMemoryWorld({ start: Date.UTC(2026, 5, 1) })
  readonly s3 = new MemoryS3({ clock: this.world.clock })
  /** What the last `openS3` was asked for. */
  connection: unknown = null
  /** What the profile says about transfers. */
  transfer = (): Promise<TransferSettings> => Promise.resolve(defaultTransferSettings)
  readonly parts: Parts

  constructor() {
    this.host.env = { TZ: 'UTC' }
    this.parts = {
      engine: () =>
        Promise.resolve({
          aboutPlanOf,
          abortUpload,
          checkPlanPath,
          checkRules,
          compareKeys,
          compileFilters,
          describeSide,
          findEarlierApply,
          openPastRun,
          openPlanFile,
          ReviewedSync,
          whyElsewhere,
          writePlanOfRun,
          EndedRuns,
          findTempFiles,
          findUploads,
          habitsAsAmazons,
          removeLeftover,
          SafeFolders,
          keepOthersOut,
          keyMd5,
          rootOf,
          readFolderIgnore,
          readNamedIgnore,
          sync,
          onlySelected,
          openUndone,
          readPastFacts,
          createRetry,
          findTransferSettings: () => this.transfer(),
          createWorld: ({ log }: Pick<World, 'log'>): World => ({ ...this.world, log }),
          openS3WithKeys: (own: unknown, others: object) => {
            this.connection = { ...others, own }
            return Promise.resolve(this.s3.connect())
          },
          openS3: (connection: unknown) => {
            this.connection = connection
            return Promise.resolve(this.s3.connect())
          },
        }),
      practice: () => Promise.reject(new Error('No practice server here.')),
    }
  }

  /** Files below the current folder. */
  plant(tree: TreeTable): void {
    plantTree(this.world.fs, this.host.cwd, tree)
  }

  /** Another client writes an object; its bucket is made when it is not there. */
  put(bucket: string, key: string, text: string): void {
    const bytes = Buffer.from(text)
    const made = this.s3.buckets.get(bucket) ?? this.s3.makeBucket(bucket)
    made.write(key, { bytes, etag: hex(md5(bytes)), etagIsDigest: true, metadata: {} })
  }

  keys(bucket: string): string[] {
    return this.s3.buckets.get(bucket)?.keys() ?? []
  }

  /** Runs one command line a second later, and forgets what was said before. */
  async run(...args: string[]): Promise<ExitCode> {
    this.host.stdout.text = ''
    this.host.stderr.text = ''
    await this.world.clock.advance(1000)
    return this.world.clock.run(runCommandLine(args, this.host, this.parts))
  }
}
