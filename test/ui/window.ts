import { expect, type Locator, type Page } from '@playwright/test'

/** The window as a person works it: what is on it by its role and name, and what one does with it. */
export class SluiceWindow {
  readonly page: Page
  readonly left: PaneOnScreen
  readonly right: PaneOnScreen

  constructor(page: Page) {
    this.page = page
    this.left = new PaneOnScreen(page, 'left')
    this.right = new PaneOnScreen(page, 'right')
  }

  get preview(): Locator {
    return this.page.getByRole('button', { name: 'Preview', exact: true })
  }

  get plan(): Locator {
    return this.page.getByRole('grid', { name: 'Plan' })
  }

  /** One sentence of what the plan is. */
  get sentence(): Locator {
    return this.page.getByTestId('sentence')
  }

  /** The button that says what it does. */
  get apply(): Locator {
    return this.page.getByTestId('apply')
  }

  get strip(): Locator {
    return this.page.getByRole('region', { name: 'Deletes' })
  }

  /** The button of the strip. */
  get confirm(): Locator {
    return this.page.getByTestId('confirm')
  }

  /** The last sentence of a run. */
  get result(): Locator {
    return this.page.getByTestId('result')
  }

  get deleteExtras(): Locator {
    return this.page.getByRole('checkbox', { name: /delete extras/i })
  }

  /** The window is drawn, and both panes show what is there. */
  async ready(): Promise<void> {
    await expect(this.preview).toBeVisible({ timeout: 30_000 })
    await expect(this.left.footer).not.toContainText('listing')
    await expect(this.right.footer).not.toContainText('listing')
  }

  /** Has a folder of this computer on the left, and a bucket of a connection with keys on the right. */
  async pair(folder: string, keys: Parameters<SluiceWindow['connect']>[1], bucket: string): Promise<void> {
    await this.ready()
    await this.left.type(folder)
    await this.connect(this.right, keys)
    await this.right.type(`s3://${bucket}/`)
  }

  /** Opens the review, and waits until both listings are in. */
  async review(): Promise<void> {
    await this.preview.click()
    await this.planned()
  }

  async planned(): Promise<void> {
    const phase = this.page.getByTestId('phase')
    await expect(phase).toBeVisible()
    await expect(phase).not.toContainText('listing', { timeout: 60_000 })
    // Its rows come right after its numbers.
    await expect(this.plan).not.toContainText('so far')
    await expect(this.plan.getByRole('row', { name: 'Not read yet' })).toHaveCount(0)
  }

  /** A row of the review by its key. */
  row(key: string): Locator {
    return this.plan.getByRole('row', { name: key })
  }

  /** Applies what is on the screen, deletes included, and waits for the end. */
  async applyAll(): Promise<string> {
    await this.apply.click()
    // It opens the strip, or the run has begun.
    await expect
      .poll(async () => (await this.strip.isVisible()) || !(await this.apply.isVisible()))
      .toBe(true)
    if (await this.strip.isVisible()) await this.confirm.click()
    return this.ended()
  }

  /** @returns the last sentence. */
  async ended(): Promise<string> {
    await expect(this.result).toBeVisible({ timeout: 100_000 })
    return (await this.result.textContent())?.trim() ?? ''
  }

  async back(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back', exact: true }).last().click()
    await expect(this.preview).toBeVisible()
  }

  /** Fills in the form of a connection with keys, in a pane. */
  async connect(
    pane: PaneOnScreen,
    keys: { endpoint: string; accessKeyId: string; secretAccessKey: string },
  ): Promise<void> {
    await pane.bar.getByRole('button', { name: /^Connection/ }).click()
    await this.page.getByRole('menuitem', { name: /connect to/i }).click()
    await this.page.getByLabel(/endpoint/i).fill(keys.endpoint)
    await this.page
      .getByLabel(/access key/i)
      .first()
      .fill(keys.accessKeyId)
    await this.page.getByLabel(/secret/i).fill(keys.secretAccessKey)
    await this.page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(pane.bar.getByRole('navigation')).toContainText('Buckets')
    await expect(pane.bar.getByRole('navigation').getByRole('button')).toHaveCount(2)
  }
}

export class PaneOnScreen {
  readonly bar: Locator
  readonly body: Locator
  readonly table: Locator
  readonly footer: Locator
  readonly #page: Page

  constructor(page: Page, side: 'left' | 'right') {
    this.#page = page
    this.bar = page.getByRole('toolbar', { name: side === 'left' ? 'Left place' : 'Right place' })
    this.body = page.getByRole('region', { name: side === 'left' ? 'Left pane' : 'Right pane' })
    this.table = this.body.getByRole('grid')
    this.footer = this.body.locator('.footer')
  }

  row(name: string): Locator {
    return this.table.getByRole('row', { name })
  }

  /** Chooses a connection by the name it has in the menu. */
  async choose(connection: string): Promise<void> {
    await this.bar.getByRole('button', { name: /^Connection/ }).click()
    await this.#page.getByRole('menuitemcheckbox', { name: new RegExp(`^${connection}`) }).click()
  }

  /** Goes to an address as one types it. */
  async type(address: string): Promise<void> {
    await this.bar.getByRole('button', { name: 'Type a path' }).click()
    const field = this.bar.getByRole('combobox', { name: 'Path' })
    await field.fill(address)
    await field.press('Enter')
  }
}
