import { escapeName } from '../../../shared/formats.ts'
import type { Host } from '../../host/host.ts'

/** How progress is shown. */
export interface ProgressStyle {
  /** Milliseconds between two drawings at least. */
  readonly every: number
  /** A new line each time, which stays. */
  readonly lines: boolean
}

/** At most ten drawings of the progress line a second. */
const redrawn: ProgressStyle = { every: 100, lines: false }

/**
 * stdout and stderr with one line of progress between them. Every line passes through here and has its control
 * characters escaped (D-19); the progress line is on stderr, only where that is a terminal (D-18), and is wiped before
 * anything else is printed.
 */
export class Screen {
  readonly #host: Pick<Host, 'stdout' | 'stderr' | 'now'>
  #isDrawn = false
  #drawnAt = -Infinity

  constructor(host: Pick<Host, 'stdout' | 'stderr' | 'now'>) {
    this.#host = host
  }

  /** Whether a progress line can be drawn. */
  get hasProgress(): boolean {
    return this.#host.stderr.isTerminal
  }

  /** A line of data on stdout. Await the promise, if any, to go no faster than the reader. */
  out(line: string): Promise<void> | undefined {
    if (this.#host.stdout.isTerminal) this.wipe()
    return this.#host.stdout.write(`${escapeName(line)}\n`)
  }

  /** Lines for people on stderr. */
  err(...lines: readonly string[]): Promise<void> | undefined {
    this.wipe()
    return this.#host.stderr.write(lines.map((line) => `${escapeName(line)}\n`).join(''))
  }

  /** Draws the progress line that `render` gives for the terminal's width; not more often than can be read. */
  progress(render: (columns: number) => string, style = redrawn): void {
    if (!this.hasProgress) return
    const now = this.#host.now()
    if ((this.#isDrawn || style.lines || style.every > redrawn.every) && now - this.#drawnAt < style.every)
      return
    this.#drawnAt = now
    if (style.lines) {
      void this.#host.stderr.write(`${escapeName(render(this.#host.stderr.columns - 1))}\n`)
      return
    }
    // One column stays free: a full line would wrap, and could not be wiped.
    void this.#host.stderr.write(`\r\u001b[K${escapeName(render(this.#host.stderr.columns - 1))}`)
    this.#isDrawn = true
  }

  /** Takes the progress line away. */
  wipe(): void {
    if (!this.#isDrawn) return
    this.#isDrawn = false
    void this.#host.stderr.write('\r\u001b[K')
  }
}
