import type { Params, ReplyOf, WindowCallName } from '../../../shared/bridge/calls.ts'
import type { LinkParams, MadeLink } from '../../../shared/bridge/properties.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { Settings } from '../../../shared/settings.ts'
import type { Leave, WindowHost } from '../../host/window-host.ts'
import { isSignInPage } from './sign-in-page.ts'

/** What answers each call of the window's own process. */
export type WindowAnswers = {
  readonly [Name in WindowCallName]: (params: Params<Name>) => ReplyOf<Name> | Promise<ReplyOf<Name>>
}

/**
 * @param leave ends the window, and what runs, as a person says
 * @param makeLink asks the engine for an address by which anybody can read an object
 */
export function createWindowAnswers(
  host: WindowHost,
  version: string,
  leave: (how: Leave) => void,
  makeLink: (asked: LinkParams) => Promise<MadeLink>,
): WindowAnswers {
  return {
    'window.start': () => ({
      version,
      host: {
        kind: host.kind,
        name: host.name,
        platform: host.platform,
        choosesFolders: host.choosesFolders,
      },
      settings: host.settings.read(),
    }),
    'window.changeSettings': (changes) => host.settings.change(withoutGaps(changes)),
    'window.chooseFolder': async ({ title, start }) => {
      if (!host.choosesFolders) {
        throw new SluiceError({
          code: 'usage',
          message: 'This window has no dialog to choose a folder with.',
          advice: 'Type the path, or drop the folder onto a pane.',
        })
      }
      return { path: await host.chooseFolder(title, start) }
    },
    'window.openSignIn': async ({ url }) => ({ opened: isSignInPage(url) && (await host.openPage(url)) }),
    'window.leave': ({ how }) => {
      leave(how)
      return {}
    },
    'window.copyLink': async (asked) => {
      const { url, ...link } = await makeLink(asked)
      await host.copyText(url)
      return link
    },
    'window.copyText': async ({ text }) => {
      await host.copyText(text)
      return {}
    },
  }
}

/** What a page names without a value stays as it is, too. */
function withoutGaps(changes: Params<'window.changeSettings'>): Partial<Settings> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
