import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import PropertiesPanel from '../../../renderer/properties/PropertiesPanel.svelte'
import { fullTime } from '../../../renderer/words/rows/time.ts'
import { AppState } from '../../../renderer/state/app.svelte.ts'
import { createFakeBridge } from '../../fakes/fake-bridge.ts'
import { answerPlaces, entry } from '../../fakes/fake-places.ts'
import { planStatus } from '../../fakes/fake-plans.ts'
import { link, objectFacts, objectOf } from '../../fakes/fake-properties.ts'
import { inBox } from '../in-box.ts'
import '../styles.ts'

const modified = Date.UTC(2026, 4, 3, 8, 39, 6)

/** The panel of an object of the right pane. */
async function show() {
  const listings = new Map([
    ['/site', [entry('x.txt')]],
    ['s3://www/site/', [entry('a'), entry('b')]],
  ])
  const server = {
    facts: objectFacts({ facts: [{ name: 'Modified', texts: [], time: modified, error: null }] }),
  }
  const bridge = createFakeBridge({
    ...answerPlaces(listings),
    'properties.object': () => server.facts,
    'window.copyLink': () => link,
    'properties.versions': () => ({
      versioning: 'kept',
      versions: [{ versionId: 'v', modified, size: 4, storageClass: 'STANDARD', current: true }],
      more: false,
    }),
    'window.copyText': () => ({}),
  })
  const app = new AppState(bridge)
  onTestFinished(() => app.close())
  await app.open()
  app.properties.show(objectOf('a'))
  const onLeave = vi.fn()
  const screen = await render(PropertiesPanel, { target: inBox(1000, 400), props: { app, onLeave } })
  const field = screen.getByLabelText('Cache-Control', { exact: true })
  await expect.element(field).toBeVisible()
  return { app, bridge, server, screen, field, onLeave, tab: screen.getByRole('tab', { name: 'Properties' }) }
}

test('Escape in a field goes back to the table, and leaves what was typed', async () => {
  const { app, field, onLeave } = await show()
  await field.fill('no-cache')
  await userEvent.keyboard('{Escape}')
  expect(onLeave).toHaveBeenCalledOnce()
  expect(app.properties.open).toBe(true)
  await expect.element(field).toHaveValue('no-cache')
  await field.fill('')
  await userEvent.keyboard('{Escape}')
  expect(app.properties.open).toBe(false)
})

test('the cross keeps what was typed, and so does a refresh', async () => {
  const { app, server, field, screen } = await show()
  await field.fill('no-cache')
  server.facts = objectFacts({ headers: { contentType: 'text/css' } })
  await app.refresh()
  await expect.element(screen.getByLabelText('Content-Type', { exact: true })).toHaveValue('text/css')
  await expect.element(field).toHaveValue('no-cache')
  await expect.element(field).toHaveFocus()
  await screen.getByRole('button', { name: 'Close the properties' }).click()
  expect(app.properties.open).toBe(false)
  expect(app.properties.isDirty).toBe(true)
})

test('where others have written the object, what was typed is taken over by the button', async () => {
  const { app, server, field, screen } = await show()
  await field.fill('no-cache')
  server.facts = objectFacts({ etag: 'other' })
  await app.refresh()
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/The object has changed since/)
  await screen.getByRole('button', { name: 'Take over what you typed' }).click()
  await expect.element(screen.getByRole('button', { name: 'Review changes' })).toHaveFocus()
  await expect.element(field).toHaveValue('no-cache')
})

test('what is being applied can be read, and not typed', async () => {
  const { app, bridge, field, screen } = await show()
  await field.fill('no-cache')
  const { of } = app.properties
  if (of !== null) app.properties.planned(of, 'p')
  bridge.emit('plan.changed', planStatus({ planId: 'p', phase: 'waiting' }))
  await expect.element(screen.getByText('This waits for its turn.')).toBeVisible()
  await expect.element(field).toHaveAttribute('readonly')
  await expect.element(screen.getByRole('button', { name: 'Add a tag' })).toBeDisabled()
  await expect.element(screen.getByRole('button', { name: 'Review changes' })).not.toBeInTheDocument()
  bridge.emit('plan.changed', planStatus({ planId: 'p', phase: 'running' }))
  await expect.element(screen.getByText('This is being applied.')).toBeVisible()
})

test('the panel says that it stays for what is not reviewed', async () => {
  const { app, field, screen } = await show()
  await field.fill('no-cache')
  await expect.element(screen.getByText('Not reviewed yet:')).not.toBeInTheDocument()
  app.properties.show(objectOf('b'))
  await expect.element(screen.getByText('Not reviewed yet:')).toBeVisible()
})

test('Discard leaves the focus in the panel, and so does a link that is being made', async () => {
  const { bridge, field, screen, tab } = await show()
  await field.fill('no-cache')
  await screen.getByRole('button', { name: 'Discard' }).click()
  await expect.element(tab).toHaveFocus()
  const { promise, resolve } = Promise.withResolvers<typeof link>()
  bridge.answers['window.copyLink'] = () => promise
  await screen.getByRole('tab', { name: 'Link' }).click()
  const make = screen.getByRole('button', { name: 'Copy a link' })
  await make.click()
  await expect.element(make).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Enter}')
  resolve(link)
  await expect.element(screen.getByRole('status')).toMatchTextContent(/Copied/)
  await expect.element(make).toHaveFocus()
  expect(bridge.asked('window.copyLink')).toHaveLength(1)
})

test('times are those of this computer, and name their zone, in every tab', async () => {
  const { screen } = await show()
  const time = new RegExp(`${fullTime(modified)} [A-Z]`)
  await expect.element(screen.getByRole('definition')).toMatchTextContent(time)
  await screen.getByRole('tab', { name: 'Versions' }).click()
  await expect.element(screen.getByRole('cell').first()).toMatchTextContent(time)
})

test('a header that was typed anew says so, until it is as it was', async () => {
  const { field, screen } = await show()
  const was = (field.element() as HTMLInputElement).value
  const storageClass = screen.getByLabelText('Storage class')
  await field.fill('no-cache')
  await expect.element(field).toHaveAccessibleDescription('changed')
  await expect.element(storageClass).not.toHaveAccessibleDescription('changed')
  await field.fill(was)
  await expect.element(field).not.toHaveAccessibleDescription('changed')
  await storageClass.selectOptions('GLACIER')
  await expect.element(storageClass).toHaveAccessibleDescription('changed')
})

test('a pair that was changed says so, and a tab that is chosen is as wide as before', async () => {
  const { screen, tab } = await show()
  const changed = screen.getByText('changed', { exact: true })
  await expect.element(changed).not.toBeInTheDocument()
  await screen.getByLabelText('Value of metadata owner').fill('bob')
  await expect.element(changed).toBeInTheDocument()
  const { width } = tab.element().getBoundingClientRect()
  await screen.getByRole('tab', { name: 'Link' }).click()
  expect(tab.element().getBoundingClientRect().width).toBe(width)
})
