/**
 * What a master says on standard error at LogLevel DEBUG1 (OpenSSH 7.4 to 10: log.c, clientloop.c, channels.c, mux.c):
 *
 *     debug1: Authenticating to 10.0.0.7:22 as 'memcheck'
 *     debug1: Server host key: ssh-ed25519 SHA256:mtYYOCrXqOUbmMRrPDvyENpEn821FL2mCeElOMDThxw
 *     debug1: channel 2: new session [client-session] (inactive timeout: 0)
 *     debug1: Sending command: sh -s -- 6f2a 4242 2
 *     debug1: client_input_channel_req: channel 2 rtype exit-status reply 0
 *     debug1: channel 2: free: client-session, nchannels 3
 *     channel 6: open failed: connect failed: open failed
 */

/** One line, as far as it matters. */
export type Said =
  | {
      readonly kind: 'peer'
      readonly address: string
      readonly port: number
      readonly user: string
    }
  | { readonly kind: 'key'; readonly type: string; readonly fingerprint: string }
  | { readonly kind: 'new'; readonly channel: number }
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'ended'; readonly channel: number; readonly how: 'status' | 'signal' }
  | { readonly kind: 'freed'; readonly channel: number }
  /** No part of the debugging: words for people. */
  | { readonly kind: 'words'; readonly text: string }

/** Null for a line that says nothing here. */
export function saidIn(line: string): Said | null {
  const text = line.trim()
  if (text === '') return null
  const debug = /^debug\d: (.*)$/.exec(text)?.[1]
  if (debug !== undefined) return debugIn(debug)
  const refused = /^channel \d+: open failed: (.*)$/.exec(text)?.[1]
  if (refused !== undefined) return { kind: 'refused', detail: refused }
  return REMARKS.test(text) ? null : { kind: 'words', text }
}

/** What a connection that does well says too. */
const REMARKS = /^(?:Authenticated to |Transferred: |Bytes per second: |OpenSSH_|Control socket )/

function debugIn(text: string): Said | null {
  const [, address, port, user] = /^Authenticating to (\S+):(\d+) as '(.*)'$/.exec(text) ?? []
  if (address !== undefined && user !== undefined)
    return { kind: 'peer', address, port: Number(port), user }
  const [, type, fingerprint] =
    /^Server host (?:key|certificate): (\S+) (SHA256:[A-Za-z0-9+/]+)/.exec(text) ?? []
  if (type !== undefined && fingerprint !== undefined) return { kind: 'key', type, fingerprint }
  return channelIn(text)
}

function channelIn(text: string): Said | null {
  if (/^Sending (?:command|subsystem): /.test(text)) return { kind: 'opened' }
  const made = /^channel (\d+): new (?:session )?\[client-session\]/.exec(text)?.[1]
  if (made !== undefined) return { kind: 'new', channel: Number(made) }
  const freed = /^channel (\d+): free: client-session/.exec(text)?.[1]
  if (freed !== undefined) return { kind: 'freed', channel: Number(freed) }
  const [, channel, how] = /\bchannel (\d+) rtype exit-(status|signal)\b/.exec(text) ?? []
  if (channel === undefined) return null
  return { kind: 'ended', channel: Number(channel), how: how === 'signal' ? 'signal' : 'status' }
}
