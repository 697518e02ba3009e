import type { AppState } from './app.svelte.ts'

/** Puts a plan away that isn't running: from the screen too, if it is there. */
export async function closeJob(app: AppState, planId: string): Promise<void> {
  if (app.plan?.status.planId === planId) await app.back()
  if (app.jobs.of(planId) !== null) await app.attempt(() => app.jobs.close(planId))
}
