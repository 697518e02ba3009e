import { bandwidthSteps } from '../job/bandwidth.ts'
import { bandwidthWords } from '../words/job/bandwidth.ts'
import { atOnceChoices, leavingChoices } from '../job/run-choices.ts'
import type { AppState } from '../state/app.svelte.ts'
import { isRunning, isWaiting } from '../state/jobs.svelte.ts'
import type { Command } from './commands.ts'
import { jobName } from '../words/shell/job.ts'
import { runCommands as words } from '../words/shell/commands.ts'

/** What the palette offers for plans that are open, and for all runs. @param showJobs shows the list of them */
export function runCommands(app: AppState, showJobs: () => void): Command[] {
  const { jobs, runSettings } = app
  const change = (changes: Parameters<typeof runSettings.change>[0]) => () => app.changeRuns(changes)
  return [
    { id: 'jobs', ...words.jobs, keys: 'Ctrl+J', run: showJobs },
    ...jobs.list.flatMap((job): Command[] => [
      {
        id: `job-${job.planId}`,
        label: words.show(jobName(job)),
        also: isRunning(job) ? words.alsoRunning : isWaiting(job) ? words.alsoWaiting : words.alsoPlan,
        run: () => app.show(job),
      },
      ...(job.phase === 'running' || job.phase === 'paused'
        ? [
            {
              id: `pause-${job.planId}`,
              ...words[job.phase === 'running' ? 'pause' : 'resume'](jobName(job)),
              run: () => void jobs.pause(job.planId, job.phase === 'running'),
            },
          ]
        : []),
      ...(isWaiting(job)
        ? [
            {
              id: `now-${job.planId}`,
              ...words.now(jobName(job)),
              run: () => void jobs.beginNow(job.planId),
            },
          ]
        : []),
    ]),
    ...bandwidthSteps.map((bandwidth) => ({
      id: `limit-${bandwidth ?? 'none'}`,
      ...(bandwidth === null ? words.noLimit : words.limit(bandwidthWords(bandwidth))),
      run: change({ bandwidth }),
    })),
    ...atOnceChoices.map((runsAtOnce) => ({
      id: `at-once-${runsAtOnce}`,
      ...words.atOnce(runsAtOnce),
      run: change({ runsAtOnce }),
    })),
    ...leavingChoices.map(({ leaving, label }) => ({
      id: `leaving-${leaving}`,
      ...words.leaving(label),
      run: change({ leaving }),
    })),
    {
      id: 'notify',
      ...(runSettings.notify ? words.dontNotify : words.notify),
      run: change({ notify: !runSettings.notify }),
    },
  ]
}
