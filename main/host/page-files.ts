import { readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/**
 * What the page may do, as the header of every reply: its own scripts, styles, fonts and pictures, and no network, no
 * frame, no form, no text that becomes script.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The policy under which Svelte makes its own templates.
  'trusted-types svelte-trusted-html',
].join('; ')

/** Nothing a browser can ask a person for is needed. */
const permissionsPolicy = [
  'camera',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'hid',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((name) => `${name}=()`)
  .join(', ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The files of the page: what is not in it does not exist. By the path of their address, `/index.html`. */
export type PageFiles = ReadonlyMap<string, string>

/** @param root an absolute folder, as the build leaves it */
export async function listPageFiles(root: string): Promise<PageFiles> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile() && extname(entry.name) in contentTypes)
      .map((entry) => {
        const file = join(entry.parentPath, entry.name)
        return [`/${relative(root, file).split(sep).join('/')}`, file]
      }),
  )
}

export interface PageAnswer {
  readonly status: 200 | 404 | 405
  /** What to send; null for nothing. */
  readonly file: string | null
  readonly headers: Readonly<Record<string, string>>
}

/**
 * What is answered to a request of the page. An address is looked up as it is written, and never made into a path, so no
 * spelling of it leads out of the list.
 *
 * | address                          | method       | status |
 * |----------------------------------|--------------|--------|
 * | `origin`/ or a file of the list  | GET          | 200    |
 * | a file of the list               | anything else| 405    |
 * | anything else                    |              | 404    |
 *
 * @param origin `scheme://host`
 */
export function answerPage(files: PageFiles, origin: string, url: string, method: string): PageAnswer {
  const path = isOfOrigin(url, origin) ? new URL(url).pathname : ''
  const file = files.get(path === '/' ? '/index.html' : path)
  if (file === undefined) return { status: 404, file: null, headers: alwaysSent }
  if (method !== 'GET') return { status: 405, file: null, headers: { ...alwaysSent, allow: 'GET' } }
  return {
    status: 200,
    file,
    headers: { ...alwaysSent, 'content-type': contentTypes[extname(file)] ?? 'application/octet-stream' },
  }
}

const alwaysSent = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': permissionsPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Whether an address is below an origin. Compared in parts: Node knows no origin of a scheme like `app:`. */
export function isOfOrigin(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return `${protocol}//${host}` === origin && username === '' && password === ''
}
