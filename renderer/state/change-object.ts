import type { AppState } from './app.svelte.ts'

/** Plans what was typed: nothing is written before its review. */
export async function reviewEdit(app: AppState): Promise<void> {
  const { of, draft } = app.properties
  const edit = draft?.edit ?? null
  const etag = draft?.facts.etag ?? null
  if (of?.name == null || edit === null || etag === null) return
  const { name, place } = of
  await app.begin(async () => {
    const status = await app.bridge.ask('plan.edit', { place: place.token, name, etag, edit })
    app.properties.planned(of, status.planId)
    return status
  })
}

/** Plans to make a version the current one again. */
export async function restoreVersion(app: AppState, versionId: string): Promise<void> {
  const { of } = app.properties
  if (of?.name == null) return
  const { name, place } = of
  await app.begin(() => app.bridge.ask('plan.restoreVersion', { place: place.token, name, versionId }))
}
