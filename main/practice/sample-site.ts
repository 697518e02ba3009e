import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { lockImage } from './sample-image.ts'

/** A file of the sample site; `path` is relative, with `/` separators. */
export interface SampleFile {
  readonly path: string
  readonly content: string | Buffer
}

const posts = [
  ['winter-closing', 'Closed for the winter', 'The upper gate is out of the water until March.'],
  [
    'gates-open',
    'The gates are open again',
    'On the first of March the water ran for the first time this year.',
  ],
  ['new-paddles', 'New paddles for the lower gate', 'Oak, as in 1871, and this time with stainless bolts.'],
  ['night-opening', 'A night at the lock', 'Forty visitors, two bats and one very late barge.'],
  ['school-visits', 'School visits', 'Every Tuesday a class may work the windlass.'],
] as const

const pages = [
  ['index.html', 'The Sluice House', 'A working lock of 1871, and the small museum in its keeper’s house.'],
  ['404.html', 'Not here', 'The page has drifted off. The lock is still where it was.'],
  ['about/index.html', 'About the lock', 'Four metres of water, two pairs of gates, one keeper.'],
  ['about/team.html', 'Who keeps it', 'Nine volunteers, and the heron.'],
  ['about/visit.html', 'Visiting', 'Open from March to October, at weekends, when the flag is up.'],
  ['blog/index.html', 'From the keeper’s log', posts.map(([, title]) => title).join(' · ')],
] as const

/** A page in the site's own layout. */
function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="/css/site.css">
    <script src="/js/menu.js" type="module"></script>
  </head>
  <body>
    <header><a href="/"><img src="/images/logo.svg" alt="The Sluice House"></a></header>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
    </main>
    <footer>The Sluice House, Towpath 1</footer>
  </body>
</html>
`
}

const css = `:root { --water: #24506b; --gate: #60402a; }
body { max-width: 60rem; margin: 0 auto; font: 1rem/1.6 system-ui, sans-serif; }
header { padding: 2rem 0; border-bottom: 0.25rem solid var(--gate); }
a { color: var(--water); }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; }
`

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <path d="M8 8h12v48H8zM44 8h12v48H44z" fill="#60402a"/>
  <path d="M20 28c8 6 16-6 24 0v28H20z" fill="#24506b"/>
</svg>
`

/** The sample site: a few dozen files as a small website has them, one of them large enough to go in parts. */
export function sampleSite(): SampleFile[] {
  const addresses = [...pages.map(([path]) => path), ...posts.map(([path]) => `blog/${path}.html`)]
  return [
    ...pages.map(([path, title, text]) => ({ path, content: page(title, text) })),
    ...posts.map(([path, title, text]) => ({ path: `blog/${path}.html`, content: page(title, text) })),
    ...posts.map(([path], month) => ({
      path: `images/blog/${path}.png`,
      content: lockImage(320, 200, 3 * month + 6, 6),
    })),
    { path: 'css/site.css', content: css },
    { path: 'css/print.css', content: 'header, footer { display: none; }\n' },
    { path: 'downloads/price-list.csv', content: 'ticket,euro\nadult,6.00\nchild,3.00\nheron,0.00\n' },
    { path: 'downloads/opening hours.txt', content: 'March to October\nSaturday and Sunday, 10 to 17\n' },
    { path: 'images/banner-winter.png', content: lockImage(640, 160, 4, 6) },
    ...Array.from({ length: 8 }, (_, i) => ({
      path: `images/gallery/lock-${i + 1}.png`,
      content: lockImage(480, 320, 3 * i + 1, 6),
    })),
    { path: 'images/gallery/Schleuse bei Nacht.png', content: lockImage(480, 320, 1, 6) },
    { path: 'images/logo.svg', content: logo },
    { path: 'images/panorama.png', content: lockImage(2400, 1250, 12, 0) },
    {
      path: 'js/menu.js',
      content: "document.querySelector('header')?.addEventListener('click', () => history.back())\n",
    },
    { path: 'robots.txt', content: 'User-agent: *\nAllow: /\n' },
    {
      path: 'sitemap.txt',
      content: addresses.map((path) => `https://sluice-house.example/${path}\n`).join(''),
    },
  ]
}

/** One change to the site between the two plans. */
export interface SiteChange {
  readonly what: 'edited' | 'added' | 'removed'
  readonly path: string
  readonly content?: string
}

const changes: readonly SiteChange[] = [
  {
    what: 'edited',
    path: 'index.html',
    content: page('The Sluice House', 'Open this weekend, flag or no flag: the gates turn 155.'),
  },
  // As long as before: only its time tells.
  { what: 'edited', path: 'css/site.css', content: css.replace('#24506b', '#1f6f8b') },
  {
    what: 'added',
    path: 'blog/anniversary.html',
    content: page('155 years', 'On Sunday the oldest barge of the canal goes up, and comes down again.'),
  },
  { what: 'removed', path: 'blog/winter-closing.html' },
  { what: 'removed', path: 'images/banner-winter.png' },
]

/** Writes the site below a folder, every file an hour old. @param now milliseconds @returns what was written. */
export async function makeSite(
  root: string,
  now: number,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const files = sampleSite()
  for (const { path, content } of files) await write(join(root, path), content, now - 3_600_000)
  return {
    count: files.length,
    bytes: files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0),
  }
}

/** Changes the site: files edited and added in the whole second of `now`, others removed. */
export async function changeSite(root: string, now: number): Promise<readonly SiteChange[]> {
  for (const { path, content } of changes) {
    if (content === undefined) await rm(join(root, path))
    else await write(join(root, path), content, now - (now % 1000))
  }
  return changes
}

async function write(path: string, content: string | Buffer, modified: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  await utimes(path, modified / 1000, modified / 1000)
}
