import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import ReviewScreen from '../../../renderer/review/ReviewScreen.svelte'
import type { Hint } from '../../../shared/hints.ts'
import { openPlan } from '../open-plan.ts'

test.each<[Hint, RegExp, boolean]>([
  [
    { kind: 'acls-off', bucket: 'www', asked: '--acl public-read' },
    /www takes no ACLs .* --acl public-read/,
    false,
  ],
  [{ kind: 'times-shifted', rows: 30, seconds: 60 }, /30 rows differ in time only/, true],
])('a hint about the whole plan is told above its rows: %j', async (hint, words, compares) => {
  const { plan } = openPlan({}, { answers: { 'plan.hints': () => ({ hints: [hint] }) } })
  const screen = await render(ReviewScreen, { plan, onBack: () => undefined, onCompare: () => undefined })
  const note = screen.getByRole('note', { name: 'Hint' })
  await expect.element(note).toMatchTextContent(words)
  expect(note.getByRole('button', { name: /^Compare/ }).elements()).toHaveLength(compares ? 2 : 0)
})
