import './without-eval.ts'
import { mount } from 'svelte'
import type { PageBridge } from '../shared/bridge/page-bridge.ts'
import { SluiceError } from '../shared/errors.ts'
import App from './App.svelte'
import { createBridge } from './state/bridge.ts'
import './theme/tokens.css'
import './theme/base.css'
import './theme/bars.css'
import { errors } from './words/shell/window.ts'

declare global {
  interface Window {
    sluice?: PageBridge
  }
}

if (window.sluice === undefined) {
  throw new SluiceError({
    code: 'internal',
    ...errors.withoutHost,
  })
}
mount(App, { target: document.body, props: { bridge: createBridge(window.sluice) } })
