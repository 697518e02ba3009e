import { bandwidthSteps } from '../job/bandwidth.ts'
import { bandwidthWords } from '../words/job/bandwidth.ts'
import { atOnceChoices, leavingChoices } from '../job/run-choices.ts'
import type { AppState } from '../state/app.svelte.ts'
import { isRunning, isWaiting } from '../state/jobs.svelte.ts'
import type { Command } from './commands.ts'
import { jobName } from './job-words.ts'

/** What the palette offers for plans that are open, and for all runs. @param showJobs shows the list of them */
export function runCommands(app: AppState, showJobs: () => void): Command[] {
  const { jobs, runSettings } = app
  const change = (changes: Parameters<typeof runSettings.change>[0]) => () => app.changeRuns(changes)
  return [
    { id: 'jobs', label: 'Jobs', keys: 'Ctrl+J', also: 'queue runs waiting', run: showJobs },
    ...jobs.list.flatMap((job): Command[] => [
      {
        id: `job-${job.planId}`,
        label: `Show ${jobName(job)}`,
        also: isRunning(job) ? 'job running' : isWaiting(job) ? 'job waiting queue' : 'job plan',
        run: () => app.show(job),
      },
      ...(job.phase === 'running' || job.phase === 'paused'
        ? [
            {
              id: `pause-${job.planId}`,
              label: `${job.phase === 'running' ? 'Pause' : 'Resume'} ${jobName(job)}`,
              also: 'job run hold',
              run: () => void jobs.pause(job.planId, job.phase === 'running'),
            },
          ]
        : []),
      ...(isWaiting(job)
        ? [
            {
              id: `now-${job.planId}`,
              label: `Run ${jobName(job)} now`,
              also: 'job waiting queue begin',
              run: () => void jobs.beginNow(job.planId),
            },
          ]
        : []),
    ]),
    ...bandwidthSteps.map((bandwidth) => ({
      id: `limit-${bandwidth ?? 'none'}`,
      label: bandwidth === null ? 'No limit of bandwidth' : `Limit bandwidth to ${bandwidthWords(bandwidth)}`,
      also: 'speed rate throttle unlimited',
      run: change({ bandwidth }),
    })),
    ...atOnceChoices.map((runsAtOnce) => ({
      id: `at-once-${runsAtOnce}`,
      label: runsAtOnce === 1 ? 'One run at a time' : `${runsAtOnce} runs at once`,
      also: 'queue jobs parallel',
      run: change({ runsAtOnce }),
    })),
    ...leavingChoices.map(({ leaving, label }) => ({
      id: `leaving-${leaving}`,
      label: `When closed while something runs: ${label}`,
      also: 'quit exit',
      run: change({ leaving }),
    })),
    {
      id: 'notify',
      label: runSettings.notify ? 'Say nothing when a run has ended' : 'Say when a run has ended',
      also: 'notification system',
      run: change({ notify: !runSettings.notify }),
    },
  ]
}
