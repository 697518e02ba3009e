import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import ConnectionForm from '../../../renderer/connections/ConnectionForm.svelte'
import { ConnectionsState } from '../../../renderer/state/connections.svelte.ts'
import type { NewConnection, TriedConnection } from '../../../shared/bridge/places.ts'
import { SluiceError } from '../../../shared/errors.ts'
import { createFakeBridge, type FakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces } from '../../fakes/fake-places.ts'

const session = {
  id: 'session:1',
  kind: 'session',
  label: 'nas',
  detail: 'nas',
  keyTail: 'KEY1',
  signIn: null,
  problem: null,
} as const

const works: TriedConnection = {
  answers: true,
  accepted: true,
  buckets: 3,
  error: null,
  habits: {},
  writing: null,
}

const seen = Date.UTC(2026, 5, 15, 12)

async function show(
  add: (keys: NewConnection) => typeof session = () => session,
  keychain: string | null = null,
  tried: TriedConnection = works,
) {
  const bridge: FakeBridge = createFakeBridge({
    ...answerPlaces(new Map()),
    'connections.add': add,
    'connections.keychain': () => ({ problem: keychain }),
    'connections.try': () => tried,
  })
  const onConnected = vi.fn()
  const onLeave = vi.fn()
  const connections = new ConnectionsState(bridge)
  const screen = await render(ConnectionForm, { connections, onConnected, onLeave })
  return { bridge, onConnected, onLeave, screen }
}

test('keys go to the engine once, and lead to the buckets they see', async () => {
  const { bridge, onConnected, screen } = await show()
  await screen.getByLabelText('Endpoint').fill('http://nas:9000')
  await screen.getByLabelText('Access key').fill('AKEY1')
  await screen.getByLabelText('Secret key').fill('hush')
  await screen.getByRole('button', { name: 'Connect' }).click()
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalledOnce())
  expect(onConnected.mock.calls[0]?.[0]).toMatchObject({ kind: 'buckets', connectionId: 'session:1' })
  expect(bridge.asked('connections.add')).toEqual([
    {
      endpoint: 'http://nas:9000',
      region: '',
      accessKeyId: 'AKEY1',
      secretAccessKey: 'hush',
      sessionToken: '',
      label: '',
      keep: false,
      replace: false,
    },
  ])
})

test('the secret is not shown, and the browser is asked not to keep it', async () => {
  const { screen } = await show()
  const secret = screen.getByLabelText('Secret key')
  await expect.element(secret).toHaveAttribute('type', 'password')
  await expect.element(secret).toHaveAttribute('autocomplete', 'off')
})

test.each([
  ['an endpoint that is no address', { Endpoint: 'nas:9000' }, 'The endpoint is not an address.'],
  ['no access key', {}, 'The access key is missing.'],
  ['no secret key', { 'Access key': 'A' }, 'The secret key is missing.'],
])('%s is told of in the form, and nothing is sent', async (_name, typed, message) => {
  const { bridge, screen } = await show()
  for (const [label, text] of Object.entries(typed)) await screen.getByLabelText(label).fill(text)
  await screen.getByRole('button', { name: 'Connect' }).click()
  await expect.element(screen.getByRole('alert').getByText(message)).toBeVisible()
  expect(bridge.asked('connections.add')).toEqual([])
})

test('what the engine refuses is told of in the form, which keeps what was typed', async () => {
  const { onConnected, screen } = await show(() => {
    throw new SluiceError({ code: 'credentials-refused', message: 'The server does not know this key.' })
  })
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await screen.getByRole('button', { name: 'Connect' }).click()
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The server does not know this key.')
  await expect.element(screen.getByLabelText('Access key')).toHaveValue('A')
  expect(onConnected).not.toHaveBeenCalled()
})

test('Escape leaves the form', async () => {
  const { onLeave, screen } = await show()
  await screen.getByLabelText('Region').click()
  await userEvent.keyboard('{Escape}')
  expect(onLeave).toHaveBeenCalledOnce()
})

test('is kept where that is asked for', async () => {
  const { bridge, screen } = await show()
  await screen.getByLabelText('Access key').fill('AKEY1')
  await screen.getByLabelText('Secret key').fill('hush')
  await screen.getByLabelText('Name').fill('nas')
  await screen.getByRole('checkbox', { name: /Keep this/ }).click()
  await expect.element(screen.getByText('--connection nas')).toBeVisible()
  await screen.getByRole('button', { name: 'Connect' }).click()
  await vi.waitFor(() =>
    expect(bridge.asked('connections.add')).toMatchObject([{ label: 'nas', keep: true }]),
  )
})

test('can’t be kept without a keychain, and the form says why', async () => {
  const { screen } = await show(() => session, 'The keychain of this computer can’t be used: no bus.')
  await expect.element(screen.getByRole('checkbox', { name: /Keep this/ })).toBeDisabled()
  await expect.element(screen.getByText(/For this session only.*no bus/)).toBeVisible()
})

test('a service fills in its endpoint, and what is to be replaced in it is asked for', async () => {
  const { bridge, screen } = await show()
  await userEvent.selectOptions(screen.getByLabelText('Service'), 'Cloudflare R2')
  await expect
    .element(screen.getByLabelText('Endpoint'))
    .toHaveValue('https://ACCOUNT.r2.cloudflarestorage.com')
  await expect.element(screen.getByLabelText('Region')).toHaveValue('auto')
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await screen.getByRole('button', { name: 'Connect' }).click()
  const told = screen.getByRole('alert').getByText('ACCOUNT in the endpoint is still to be replaced.')
  await expect.element(told).toBeVisible()
  expect(bridge.asked('connections.add')).toEqual([])
})

test.each<[string, TriedConnection, readonly string[]]>([
  ['that works', works, ['The server answers', 'The keys are accepted', '3 buckets to be seen']],
  [
    'that may not list buckets',
    { ...works, buckets: null },
    ['The keys are accepted', 'These keys may not list buckets: go to one by its name, as s3://bucket'],
  ],
  [
    'whose keys are refused',
    {
      ...works,
      accepted: false,
      buckets: null,
      error: { code: 'credentials-refused', message: 'Unknown key.' },
    },
    ['The server answers', 'The keys are not accepted', 'Unknown key.'],
  ],
  [
    'whose server is silent',
    {
      ...works,
      answers: false,
      accepted: false,
      buckets: null,
      error: { code: 'unreachable', message: 'No route.' },
    },
    ['The server does not answer', 'No route.'],
  ],
])('a connection %s is told of, and not made', async (_case, tried, words) => {
  const { bridge, screen } = await show(() => session, null, tried)
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await screen.getByRole('button', { name: 'Test' }).click()
  for (const text of words) await expect.element(screen.getByText(text)).toBeVisible()
  expect(bridge.asked('connections.add')).toEqual([])
})

test('a name that is taken is replaced only when that is asked for', async () => {
  let calls = 0
  const { bridge, onConnected, screen } = await show(() => {
    if (++calls === 1) throw new SluiceError({ code: 'conflict', message: 'The name is taken.' })
    return session
  })
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await screen.getByRole('button', { name: 'Connect' }).click()
  await screen.getByRole('button', { name: 'Replace it' }).click()
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalledOnce())
  expect(bridge.asked('connections.add').map(({ replace }) => replace)).toEqual([false, true])
})

test.each<[string, Partial<TriedConnection>, readonly RegExp[]]>([
  ['of which nothing is known', {}, [/^How it takes conditions is not known yet/]],
  ['that is Amazon’s', { habits: null }, [/^Amazon’s own: conditions are held/]],
  [
    'that is known',
    {
      habits: {
        addressing: { value: 'host', seen },
        create: { value: 'held', seen },
        replace: { value: 'ignored', seen },
        finishNew: { value: 'refused', seen },
        checksums: { value: 'refused', seen },
      },
    },
    [
      /^Addresses: the bucket in the host name \(seen .*2026\)$/,
      /^Writing a new object: conditions are held/,
      /^Replacing an object: conditions are ignored; .*the last moment would be lost/,
      /^Ending an upload in parts of a new object: conditions are not taken/,
      /^Checksums: they are refused/,
    ],
  ],
  [
    'that was written to',
    { writing: { bucket: 'mine', error: null } },
    [/Writing into mine works, and nothing of it is left/],
  ],
  [
    'that may not be written to',
    { writing: { bucket: 'mine', error: { code: 'access-denied', message: 'Not you.' } } },
    [/Writing into mine does not work/, /Not you\./],
  ],
])('of a server %s it is said how it takes requests', async (_case, known, words) => {
  const { screen } = await show(() => session, null, { ...works, ...known })
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await screen.getByRole('button', { name: 'Test' }).click()
  for (const text of words) await expect.element(screen.getByText(text)).toBeVisible()
})

test('writing is tested only in a bucket that is named, and what that writes is said before', async () => {
  const { bridge, screen } = await show()
  const warning = screen.getByText(/Test then writes some ten small objects named \.sluice-probe-…/)
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await expect.element(warning).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Test' }).click()
  await screen.getByLabelText('Test writing in').fill('mine')
  await expect.element(warning).toBeVisible()
  await expect
    .element(screen.getByLabelText('Test writing in'))
    .toHaveAccessibleDescription(/\.sluice-probe-/)
  await screen.getByRole('button', { name: 'Test' }).click()
  await vi.waitFor(() =>
    expect(bridge.asked('connections.try').map(({ writeTo }) => writeTo)).toEqual(['', 'mine']),
  )
})

test('what was tried is not said of other keys', async () => {
  const { screen } = await show()
  await screen.getByLabelText('Access key').fill('A')
  await screen.getByLabelText('Secret key').fill('B')
  await screen.getByRole('button', { name: 'Test' }).click()
  const said = screen.getByText('The keys are accepted')
  await expect.element(said).toBeVisible()
  await screen.getByLabelText('Secret key').fill('C')
  await expect.element(said).not.toBeInTheDocument()
})
