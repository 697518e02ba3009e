import path from 'node:path'

/** A home folder of its own, and nobody's AWS settings. */
export const environmentOf = (home: string): Record<string, string | undefined> => ({
  HOME: home,
  XDG_CONFIG_HOME: path.join(home, '.config'),
  XDG_STATE_HOME: path.join(home, '.local/state'),
  XDG_CACHE_HOME: path.join(home, '.cache'),
  XDG_DATA_HOME: path.join(home, '.local/share'),
  AWS_CONFIG_FILE: path.join(home, '.aws/config'),
  AWS_SHARED_CREDENTIALS_FILE: path.join(home, '.aws/credentials'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_ENDPOINT_URL: undefined,
})

/** Gives this process an environment. @returns what puts the environment that it had back. */
export function setEnvironment(wanted: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(wanted).map((name) => [name, process.env[name]] as const)
  for (const [name, value] of Object.entries(wanted)) setVariable(name, value)
  return () => {
    for (const [name, value] of before) setVariable(name, value)
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name)
  else process.env[name] = value
}
