import type { Message } from './messages.ts'

/** All that a page gets of the world outside it, as `window.sluice`. */
export interface PageBridge {
  /** Sends a message to the window's process: a request or a cancel. */
  post(message: Message): void
  /** Replies and events. @returns its end. */
  listen(listener: (message: Message) => void): () => void
  /**
   * The paths of files and folders that were dropped onto the page, in their order; those made by script have none and
   * are left out. Call it with the very list that the drop event has, before the event is over.
   */
  pathsOf(files: ArrayLike<unknown>): Promise<string[]>
}
