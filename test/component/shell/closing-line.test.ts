import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import ClosingLine from '../../../renderer/shell/ClosingLine.svelte'

test('it says what is waited for, and closes at once where one asks for that', async () => {
  const onStop = vi.fn()
  const screen = await render(ClosingLine, { onStop })
  await expect
    .element(screen.getByRole('status'))
    .toMatchTextContent(/^Closing when what is moving has finished/)
  await screen.getByRole('button', { name: 'Stop now' }).click()
  expect(onStop).toHaveBeenCalledOnce()
})
