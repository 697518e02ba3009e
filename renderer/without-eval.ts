import { z } from 'zod'

/** The page's security policy lets nothing be made from text, so zod must not try. It goes before every schema. */
z.config({ jitless: true })
