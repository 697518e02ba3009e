import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findCommand } from '../../servers/tools.ts'
import type { Counted } from '../void-rule.ts'
import { freePort } from './free-port.ts'

/**
 * An S3 endpoint that takes every object at once and keeps none: for the ceiling of a client. Its buckets list as empty; it
 * knows no multipart uploads, for whoever proves one asks for the object afterwards.
 * It answers a PUT when it has read the whole body, with the ETag `"sink"`: no MD5, so that a client that compares is
 * not punished.
 */
export interface NginxSink {
  readonly endpoint: string
  /**
   * What it has taken since it was last asked. It waits for a second at most until `wanted` objects are there, for nginx
   * writes its log after it has answered.
   */
  counted(wanted: number): Promise<Counted>
  close(): Promise<void>
}

/** Its path, which is seldom on PATH; null where there is none. */
export const nginxHere = (): string | null =>
  findCommand('nginx') ?? findCommand('nginx', '/usr/sbin:/usr/local/sbin')

export async function startNginxSink(folder: string): Promise<NginxSink> {
  const program = nginxHere()
  if (program === null) throw new Error('There is no nginx here: apt-get install nginx-light')
  const own = path.join(folder, 'nginx-sink')
  const log = path.join(own, 'access.log')
  const port = await freePort()
  await mkdir(own, { recursive: true })
  await writeFile(path.join(own, 'nginx.conf'), configuration(own, log, port))
  const server = spawn(
    program,
    ['-p', own, '-c', path.join(own, 'nginx.conf'), '-e', path.join(own, 'error.log')],
    {
      stdio: 'inherit',
    },
  )
  const abandon = () => server.kill('SIGKILL')
  process.once('exit', abandon)
  const endpoint = `http://127.0.0.1:${port}`
  const sink: NginxSink = {
    endpoint,
    async counted(wanted) {
      let found: Counted
      for (let tries = 0; ; tries++) {
        found = countTaken(await readFile(log, 'utf8'))
        if (found.objects >= wanted || tries === 20) break
        await sleep(50)
      }
      await truncate(log)
      return found
    },
    async close() {
      process.off('exit', abandon)
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGKILL')
      await once(server, 'exit')
    },
  }
  try {
    await answers(endpoint)
    return sink
  } catch (error) {
    await sink.close()
    throw error
  }
}

async function answers(endpoint: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await fetch(`${endpoint}/bucket`, { method: 'HEAD' })
      return
    } catch (cause) {
      if (tries === 100) throw new Error('nginx did not start', { cause })
      await sleep(50)
    }
  }
}

/** Reads the lines of the access log: status, method, bytes of the body as sent, bytes of it without the signatures of chunks. */
export function countTaken(log: string): Counted {
  let objects = 0
  let bytes = 0
  for (const line of log.split('\n')) {
    const [status = '', method = '', sent = '', decoded = ''] = line.split(' ')
    if (!status.startsWith('2') || method !== 'PUT') continue
    objects++
    bytes += Number(decoded === '-' ? sent : decoded)
  }
  return { objects, bytes }
}

const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
const listing =
  `<ListBucketResult ${xmlns}><Name>$bucket</Name><Prefix>$arg_prefix</Prefix><KeyCount>0</KeyCount>` +
  '<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>'

/**
 * nginx reads a whole body only for someone who wants it, which is a mirror here that throws it away, and then it finds no
 * such file, which is an answer of its own. It would make a 304 of a 200 to `If-None-Match: *`, and so that is a 201.
 */
const configuration = (folder: string, log: string, port: number) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  log_format taken '$status $request_method $content_length $http_x_amz_decoded_content_length';
  access_log ${log} taken;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  keepalive_requests 100000000;
  keepalive_timeout 300s;
  client_max_body_size 0;
  client_body_buffer_size 64m;
  log_not_found off;
  map $request_uri $bucket { ~^/(?<name>[^/?]*) $name; }
  map "$request_method $request_uri" $operation {
    default put;
    "~^GET .*[?&]list-type=2" list;
    "~^HEAD /[^/?]+/?$" bucket;
    "~^(GET|HEAD|POST|DELETE) " absent;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${folder}/nothing;
    location / {
      if ($operation = list) { rewrite ^ /:list last; }
      if ($operation = bucket) { rewrite ^ /:bucket last; }
      if ($operation = absent) { rewrite ^ /:absent last; }
      mirror /:drop;
      error_page 403 404 405 =200 @taken;
      if ($http_if_none_match) { error_page 403 404 405 =201 @taken; }
    }
    location = /:drop { internal; access_log off; return 200; }
    location = /:list { internal; default_type application/xml; return 200 '${listing}'; }
    location = /:bucket { internal; return 200; }
    location = /:absent { internal; return 404; }
    location @taken { add_header ETag '"sink"' always; return 200; }
  }
}
`
