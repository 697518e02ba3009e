/** Milliseconds that a notice stands. */
const stands = 8000

/** One quiet line, read aloud, that goes by itself. */
export class Notice {
  text = $state('')
  #going: ReturnType<typeof setTimeout> | undefined

  say(text: string): void {
    clearTimeout(this.#going)
    this.text = text
    this.#going = setTimeout(() => (this.text = ''), stands)
  }

  close(): void {
    clearTimeout(this.#going)
  }
}
