import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import SignIn from '../../../renderer/connections/SignIn.svelte'
import { ConnectionsState } from '../../../renderer/state/connections.svelte.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'

const page = {
  url: 'https://company.awsapps.com/start/#/device',
  code: 'ABCD-EFGH',
  until: 1_800_000_600_000,
}

const unwritten = { habits: null, writing: null }

async function show(how: 'sso' | 'code', opened = true) {
  const confirmed = Promise.withResolvers<Record<string, never>>()
  const left: boolean[] = []
  const bridge = createFakeBridge({
    'connections.signIn': () => page,
    'connections.signedIn': async (_, signal) => {
      signal?.addEventListener('abort', () => left.push(true))
      return confirmed.promise
    },
    'window.openSignIn': () => ({ opened }),
    'window.copyText': () => ({}),
    'connections.giveCode': ({ code }) =>
      code === '123456'
        ? { ...unwritten, answers: true, accepted: true, buckets: 1, error: null }
        : {
            ...unwritten,
            answers: true,
            accepted: false,
            buckets: null,
            error: { code: 'credentials-expired', message: 'The code is not right.' },
          },
  })
  const onDone = vi.fn()
  const connections = new ConnectionsState(bridge)
  const screen = await render(SignIn, { connections, connectionId: 'profile:sso', how, onDone })
  return { bridge, confirmed, left, onDone, screen }
}

test('a login opens its page, shows the code to compare, and goes on when it was confirmed', async () => {
  const { bridge, confirmed, onDone, screen } = await show('sso')
  await screen.getByRole('button', { name: 'Sign in by the browser' }).click()
  await expect.element(screen.getByText('ABCD-EFGH')).toBeVisible()
  await expect.element(screen.getByText(/^Confirm it in your browser/)).toBeVisible()
  expect(bridge.asked('window.openSignIn')).toEqual([{ url: page.url }])
  expect(onDone).not.toHaveBeenCalled()
  confirmed.resolve({})
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce())
})

test('where no page could be opened, its address is there to copy', async () => {
  const { bridge, screen } = await show('sso', false)
  await screen.getByRole('button', { name: 'Sign in by the browser' }).click()
  await expect.element(screen.getByText(/^Open this page in your browser/)).toBeVisible()
  await screen.getByRole('button', { name: 'Copy address' }).click()
  await expect.element(screen.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(bridge.asked('window.copyText')).toEqual([{ text: page.url }])
})

test('a login can be left, and begun again', async () => {
  const { left, onDone, screen } = await show('sso')
  await screen.getByRole('button', { name: 'Sign in by the browser' }).click()
  await screen.getByRole('button', { name: 'Leave it' }).click()
  expect(left).toEqual([true])
  await expect.element(screen.getByRole('button', { name: 'Sign in by the browser' })).toBeEnabled()
  expect(onDone).not.toHaveBeenCalled()
})

test('a login that failed says why, and can be begun again', async () => {
  const { confirmed, screen } = await show('sso')
  await screen.getByRole('button', { name: 'Sign in by the browser' }).click()
  confirmed.reject(new SluiceError({ code: 'credentials-refused', message: 'It was denied in the browser.' }))
  await expect.element(screen.getByRole('alert')).toHaveTextContent('It was denied in the browser.')
  await expect.element(screen.getByRole('button', { name: 'Sign in by the browser' })).toBeEnabled()
})

test('a code is typed, tried, and goes on where it was taken', async () => {
  const { bridge, onDone, screen } = await show('code')
  const send = screen.getByRole('button', { name: 'Sign in' })
  await expect.element(send).toBeDisabled()
  await screen.getByLabelText('Code of the second factor').fill('000000')
  await send.click()
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The code is not right.')
  expect(onDone).not.toHaveBeenCalled()
  await screen.getByLabelText('Code of the second factor').fill('123456')
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce())
  expect(bridge.asked('connections.giveCode')).toHaveLength(2)
})
