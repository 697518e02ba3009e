import type { Message, Port, Reply } from '../../../../shared/bridge/messages.ts'
import { defaultSettings } from '../../../../shared/settings.ts'
import type {
  Activity,
  EngineProcess,
  Leave,
  RunEnded,
  WindowCommand,
  WindowHost,
} from '../../../../main/host/window-host.ts'

/** One end of a line, with the other end in the test's hand. */
export class FakePort implements Port {
  readonly posted: Message[] = []
  readonly #listeners = new Set<(message: Message) => void>()

  post(message: Message): void {
    this.posted.push(message)
  }

  listen(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The other end posts; it may post anything. */
  receive(message: unknown): void {
    for (const listener of [...this.#listeners]) listener(message as Message)
  }

  get replies(): Reply[] {
    return this.posted.filter((message) => message.kind === 'reply')
  }
}

export class FakeEngine implements EngineProcess {
  readonly port = new FakePort()
  readonly #ended = Promise.withResolvers<Error | null>()
  readonly ended = this.#ended.promise
  asked = 0

  end(): void {
    this.asked++
    this.#ended.resolve(null)
  }

  die(reason: Error): void {
    this.#ended.resolve(reason)
  }

  /** Answers the latest request. */
  answer(result: Reply['result']): void {
    const id = this.port.posted.findLast((message) => message.kind === 'request')?.id ?? -1
    this.port.receive({ kind: 'reply', id, result })
  }

  say(event: string, value: unknown): void {
    this.port.receive({ kind: 'event', event, value })
  }
}

/** A host whose person is the test. */
export class FakeWindowHost implements WindowHost {
  readonly kind = 'electron'
  readonly name = 'Fake 1'
  readonly platform = 'linux'
  choosesFolders = true
  readonly engine = new FakeEngine()
  readonly activities: Activity[] = []
  readonly ended: RunEnded[] = []
  readonly copied: string[] = []
  readonly pages: string[] = []
  openFails: Error | null = null
  closed = 0
  #settings = defaultSettings
  #onPage: (page: Port) => () => void = () => () => undefined
  #leave: (how: Leave) => void = () => undefined
  #openPath: (path: string) => void = () => undefined
  #theme: (dark: boolean) => void = () => undefined
  #command: (command: WindowCommand) => void = () => undefined

  readonly settings = {
    read: () => this.#settings,
    change: (changes: object) => (this.#settings = { ...this.#settings, ...changes }),
  }

  startEngine(): EngineProcess {
    return this.engine
  }

  async openWindow(onPage: (page: Port) => () => void): Promise<void> {
    if (this.openFails !== null) throw this.openFails
    this.#onPage = onPage
  }

  /** A page is loaded. */
  load(): { readonly port: FakePort; readonly end: () => void } {
    const port = new FakePort()
    return { port, end: this.#onPage(port) }
  }

  async chooseFolder(title: string, start: string | null): Promise<string | null> {
    return `${title} ${start ?? ''}`
  }

  async copyText(text: string): Promise<void> {
    this.copied.push(text)
  }

  async openPage(url: string): Promise<boolean> {
    this.pages.push(url)
    return true
  }

  showActivity(activity: Activity): void {
    this.activities.push(activity)
  }

  showEnded(ended: RunEnded): void {
    this.ended.push(ended)
  }

  onLeave(listener: (how: Leave) => void): () => void {
    this.#leave = listener
    return () => undefined
  }

  onOpenPath(listener: (path: string) => void): () => void {
    this.#openPath = listener
    return () => undefined
  }

  onTheme(listener: (dark: boolean) => void): () => void {
    this.#theme = listener
    return () => undefined
  }

  onCommand(listener: (command: WindowCommand) => void): () => void {
    this.#command = listener
    return () => undefined
  }

  leave = (how: Leave): void => this.#leave(how)
  openPath = (path: string): void => this.#openPath(path)
  changeTheme = (dark: boolean): void => this.#theme(dark)
  command = (command: WindowCommand): void => this.#command(command)

  async close(): Promise<void> {
    this.closed++
  }
}
