import { expect, type Locator, type Page } from '@playwright/test'

/** The window as a person works it: what is on it by its role and name, and what one does with it. */
export class SluiceWindow {
  readonly page: Page
  readonly left: PaneOnScreen
  readonly right: PaneOnScreen

  constructor(page: Page) {
    this.page = page
    this.left = new PaneOnScreen(page.getByRole('region', { name: 'Left pane' }))
    this.right = new PaneOnScreen(page.getByRole('region', { name: 'Right pane' }))
  }

  get preview(): Locator {
    return this.page.getByRole('button', { name: 'Preview', exact: true })
  }

  get review(): Locator {
    return this.page.getByRole('grid', { name: 'Plan' })
  }

  /** The button that says what it does. */
  get apply(): Locator {
    return this.page.getByTestId('apply')
  }

  get deleteStrip(): Locator {
    return this.page.getByRole('region', { name: 'Deletes' })
  }

  /** The last sentence of a run. */
  get result(): Locator {
    return this.page.getByTestId('result')
  }

  /** Opens the review and waits until both listings are in. */
  async plan(): Promise<void> {
    await this.preview.click()
    await this.planned()
  }

  async planned(): Promise<void> {
    await expect(this.page.getByTestId('phase')).not.toHaveText(/listing/i, { timeout: 60_000 })
  }

  /** A row of the review by its key. */
  row(key: string): Locator {
    return this.review.getByRole('row', { name: key })
  }

  async chooseDeleteExtras(): Promise<void> {
    await this.page.getByRole('checkbox', { name: /delete extras/i }).check()
  }
}

class PaneOnScreen {
  readonly region: Locator
  readonly table: Locator

  constructor(region: Locator) {
    this.region = region
    this.table = region.getByRole('grid')
  }

  row(name: string): Locator {
    return this.table.getByRole('row', { name })
  }

  /** Goes to an address as one types it, on a connection by the name it has in the menu. */
  async open(connection: string, address: string): Promise<void> {
    await this.connect(connection)
    await this.type(address)
  }

  async connect(connection: string): Promise<void> {
    await this.region.getByRole('button', { name: /^Connection/ }).click()
    await this.region.page().getByRole('menuitem', { name: connection }).click()
  }

  async type(address: string): Promise<void> {
    await this.table.focus()
    await this.region.page().keyboard.press('Control+l')
    const field = this.region.getByRole('combobox', { name: 'Path' })
    await field.fill(address)
    await field.press('Enter')
    await expect(field).toBeHidden()
  }
}
