import { join } from 'node:path'
import { enginePort } from './host/engine-port.ts'
import { createNodeHost } from './host/node-host.ts'
import { serveEngine } from './services/serve-engine.ts'

/* The engine's process: a worker thread of the Chromium host, a utility process of Electron. It runs from its bundle. */

serveEngine(enginePort(), createNodeHost(join(import.meta.dirname, 'sender-thread.js')))
