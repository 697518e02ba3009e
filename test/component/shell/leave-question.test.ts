import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import LeaveQuestion from '../../../renderer/shell/LeaveQuestion.svelte'

async function show(runs: number, waiting = 0, finishing = false) {
  const [onLeave, onStay] = [vi.fn(), vi.fn()]
  const screen = await render(LeaveQuestion, {
    left: { runs, waiting, kept: waiting },
    finishing,
    onLeave,
    onStay,
  })
  const names = () =>
    screen
      .getByRole('button')
      .elements()
      .map((button) => button.textContent.trim())
  return { screen, names, onLeave, onStay }
}

test.each([
  [1, 0, false, ['Keep running', 'Finish what is moving, then quit', 'Stop now and quit']],
  [0, 1, false, ['Keep waiting', 'Quit']],
  [1, 0, true, ['Wait', 'Stop now and quit']],
] as const)(
  'with %i runs and %i that wait (finishing: %s) there are %j',
  async (runs, waiting, finishing, buttons) => {
    const { names } = await show(runs, waiting, finishing)
    expect(names()).toEqual(buttons)
  },
)

test('it says what continues, and what becomes of the queue', async () => {
  const { screen } = await show(2, 1)
  const dialog = screen.getByRole('dialog', { name: 'Close Sluice' })
  await expect
    .element(dialog)
    .toMatchTextContent(
      /2 syncs are still running\..*left as it was.*1 run in the queue does not begin\. The next start offers/,
    )
})

test('Enter and Escape stay: leaving has to be chosen', async () => {
  const { onLeave, onStay, screen } = await show(1)
  await expect.element(screen.getByRole('button', { name: 'Keep running' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(onStay).toHaveBeenCalledOnce()
  const other = await show(1)
  await userEvent.keyboard('{Escape}')
  await vi.waitFor(() => expect(other.onStay).toHaveBeenCalledOnce())
  expect([onLeave.mock.calls, other.onLeave.mock.calls]).toEqual([[], []])
})

test('what is chosen can be remembered', async () => {
  const { onLeave, screen } = await show(1)
  await screen.getByRole('button', { name: 'Stop now and quit' }).click()
  await screen.getByRole('checkbox', { name: "Don't ask again" }).click()
  await screen.getByRole('button', { name: 'Finish what is moving, then quit' }).click()
  expect(onLeave.mock.calls).toEqual([
    ['stop', false],
    ['finish', true],
  ])
})

test('where nothing runs there is nothing to remember: it would be an answer about runs', async () => {
  const { onLeave, screen } = await show(0, 1)
  expect(screen.getByRole('checkbox').elements()).toEqual([])
  await screen.getByRole('button', { name: 'Quit' }).click()
  expect(onLeave.mock.calls).toEqual([['finish', false]])
})
