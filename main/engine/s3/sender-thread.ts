import { parentPort, workerData } from 'node:worker_threads'
import { realClock } from '../real-clock.ts'
import type { SenderOptions } from './sender-messages.ts'
import { serveSender } from './serve-sender.ts'

/* A thread that sends small requests. It loads what they need, and nothing of the SDK. */

if (parentPort !== null) serveSender(parentPort, workerData as SenderOptions, realClock)
