import type { BegunUpload } from '../../main/engine/planning/large-transfers.ts'
import type { LargeJournal } from '../../main/engine/transfer/transfer.ts'

/** A record in memory, and what the ended runs before it have left. */
export class FakeLargeJournal implements LargeJournal {
  readonly uploads: BegunUpload[] = []
  readonly left: BegunUpload[] = []

  uploadBegun(upload: BegunUpload): void {
    this.uploads.push(upload)
  }

  uploadEnded(uploadId: string): void {
    const at = this.uploads.findIndex((upload) => upload.uploadId === uploadId)
    if (at >= 0) this.uploads.splice(at, 1)
  }

  takeUploads({ bucket, key }: Pick<BegunUpload, 'bucket' | 'key'>): Promise<BegunUpload[]> {
    const taken = this.left.filter((upload) => upload.bucket === bucket && upload.key === key)
    this.left.splice(0)
    this.uploads.push(...taken)
    return Promise.resolve(taken)
  }

  downloadBegun(): void {
    // Nothing asks for it.
  }

  downloadEnded(): void {
    // Nothing asks for it.
  }

  tempNames(): Promise<string[]> {
    return Promise.resolve([])
  }
}
