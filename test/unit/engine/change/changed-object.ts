import type { ObjectChange } from '../../../../main/engine/side.ts'
import type { ObjectEdit } from '../../../../shared/object-edit.ts'
import { everyRow } from '../../../../shared/review.ts'
import { md5 } from '../../../fakes/memory-s3-upload.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'

const never = new AbortController().signal

/** An edit of what is named, and of nothing else. */
export const edit = (wanted: Partial<ObjectEdit>): ObjectEdit => ({
  headers: {},
  metadata: null,
  tags: null,
  storageClass: null,
  ...wanted,
})

/** An object in a bucket, and a run that changes it. */
export async function setUpObject(
  versioning: 'kept' | 'suspended' | 'gone' = 'kept',
  quirks: 'aws' | 'radosgw' = 'aws',
) {
  const setup = setUpSync({ quirks })
  const { world, s3, www, review } = setup
  const { store } = www
  const bucket = s3.buckets.get('www')
  if (bucket === undefined) throw new Error('There is a bucket www.')
  bucket.versioning = versioning
  const key = 'site/page.html'
  const put = async (text: string) => {
    const body = Buffer.from(text)
    return world.clock.run(
      store.put(
        {
          ...{ bucket: 'www', key, body, md5: md5(body) },
          ...{ contentType: 'text/plain', cacheControl: 'no-cache', websiteRedirect: '/there' },
          metadata: { owner: 'ada' },
        },
        never,
      ),
    )
  }
  const written = await put('one')
  /**
   * Plans a change, runs it, and runs what has failed again as often as it is said.
   * @param before right before the run
   */
  const change = async (
    change: ObjectChange,
    before: () => void = () => undefined,
    again: (() => void) | null = null,
    stop: AbortSignal = never,
  ) => {
    await world.clock.advance(2000)
    const sync = review({ kind: 'change', key: 'page.html', change }, www)
    const how = await world.clock.run(sync.plan(never))
    const rows = sync.review.page(everyRow, 0, 10).rows.map((row) => `${row.action} ${row.decidedBy}`)
    before()
    let report = await world.clock.run(sync.run({ finish: never, stop }))
    if (again !== null) {
      await world.clock.advance(2000)
      again()
      sync.planFailedAgain()
      report = await world.clock.run(sync.run({ finish: never, stop: never }))
    }
    const [row] = sync.review.page(everyRow, 0, 10).rows
    sync.close()
    return { how, rows, report, row, summary: sync.summary }
  }
  const head = () => world.clock.run(store.head({ bucket: 'www', key }, never))
  const tags = () => world.clock.run(store.tags({ bucket: 'www', key }, never))
  return { ...setup, bucket, key, put, written, change, head, tags }
}
