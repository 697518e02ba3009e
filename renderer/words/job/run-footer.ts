import { formatBytes, formatCount } from '../../../shared/formats.ts'

/** A run as it goes. */
export const runFooter = {
  label: 'The run',
  progress: 'Progress of the run',
  bytes: (done: number, total: number) => `${formatBytes(done)} of ${formatBytes(total)}`,
  files: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)} files`,
  deletes: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)} deletes`,
  failed: (count: number) => `${formatCount(count)} failed`,
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  cancelTitle: 'Begins nothing new; what is moving finishes',
  stop: 'Stop now',
  stopTitle: 'Stops what is moving too; nothing half-written is kept',
}
