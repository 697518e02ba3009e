import type { AppState } from './app.svelte.ts'

/** Opens the practice pair, whatever is on the screen, and begins its tour. */
export async function beginTour(app: AppState): Promise<void> {
  await app.attempt(async () => {
    const { left, right } = await app.bridge.ask('app.practicePair', {})
    if (app.screen !== 'browse') await app.back()
    app.screen = 'browse'
    app.pointTo(app.right)
    await Promise.all([app.left.open(left), app.right.open(right)])
    app.tour.begin(app.jobs.list)
  })
}
