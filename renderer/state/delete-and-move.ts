import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import type { AppState } from './app.svelte.ts'
import type { PaneState } from './pane.svelte.ts'
import { deleting } from '../words/panes/acts.ts'

/** Plans to delete what is chosen in a pane: nothing goes before its review. */
export async function deleteFrom(app: AppState, pane: PaneState): Promise<void> {
  await pane.attempt(async () => {
    const { place } = pane
    if (place === null || place.kind === 'buckets') throw new SluiceError(noBuckets)
    const selection = await pane.chosen()
    await app.begin(() => app.bridge.ask('plan.remove', { place: place.token, selection }))
  })
}

/** Plans to move what is chosen in a pane to the other one: first the copy, then the removal of what was copied. */
export async function moveFrom(app: AppState, pane: PaneState): Promise<void> {
  await pane.attempt(async () => {
    const selection = await pane.chosen()
    app.pointTo(app.otherThan(pane))
    const source = pane.place
    const destination = app.otherThan(pane).place
    const { hindrance, options } = app
    if (hindrance !== null) app.say(hindrance)
    else if (source !== null && destination !== null) {
      const pair = { source: source.token, destination: destination.token }
      await app.begin(() => app.bridge.ask('plan.move', { ...pair, selection, options }))
    }
  })
}

/** The copy of a move has ended: plans the removal of what it has copied, and puts the copy away. */
export async function finishMove(app: AppState, planId: string): Promise<void> {
  await app.begin(async () => {
    const status = await app.bridge.ask('plan.finishMove', { planId })
    await app.jobs.close(planId)
    return status
  })
}

/** Plans to put back what a run has replaced, deleted or made; it stays among the jobs, or in the history. */
export async function undoRun(app: AppState, planId: string): Promise<void> {
  await app.begin(() => app.bridge.ask('plan.undo', { planId }))
}

/** Plans rows again that a run has refused, as both sides are now. @param seqs null for all of them */
export async function planAgain(
  app: AppState,
  planId: string,
  seqs: readonly number[] | null,
): Promise<void> {
  await app.begin(() => app.bridge.ask('plan.again', { planId, seqs: seqs === null ? null : [...seqs] }))
}

/** A person says that a folder is right on the disk that it is on: the same is planned anew. */
export async function allowMount(app: AppState, planId: string): Promise<void> {
  await app.begin(() => app.bridge.ask('plan.allowMount', { planId }))
}

const noBuckets: ErrorData = { code: 'usage', ...deleting.bucket }
