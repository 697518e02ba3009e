import { enginePort } from './host/engine-port.ts'
import { createNodeHost } from './host/node-host.ts'
import { serveEngine } from './services/serve-engine.ts'

/* The engine's process: a worker thread of the Chromium host, a utility process of Electron. */

serveEngine(enginePort(), createNodeHost())
