/**
 * A program: many SSH hosts on loopback that answer what was recorded of a real one. `node fleet.mjs RECORD COUNT` prints
 * their ports as JSON, then answers each line on its standard input with a line of what it counted; it ends with that input.
 *
 * RECORD is JSON: { hostKey, userKey, rounds: [{ script, nonce, out, err }] }, the bytes in base64.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import ssh2 from 'ssh2'

/** A host takes its time; what is asked meanwhile is under way at once. */
const ANSWER_MS = 100

const [file, count] = process.argv.slice(2)
const record = JSON.parse(readFileSync(file, 'utf8'))
const rounds = new Map(record.rounds.map((round) => [round.script, round]))
const user = ssh2.utils.parseKey(record.userKey)
const counted = { connected: 0, live: 0, answered: 0, unknown: 0 }

const servers = []
for (let i = 0; i < Number(count); i += 1) servers.push(await startHost())
process.stdout.write(`${JSON.stringify(servers.map((server) => server.address().port))}\n`)
createInterface({ input: process.stdin })
  .on('line', () => process.stdout.write(`${JSON.stringify(counted)}\n`))
  .on('close', () => process.exit(0))

function startHost() {
  const server = new ssh2.Server({ hostKeys: [record.hostKey] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (asked) => authenticate(asked))
    client.on('ready', () => {
      counted.connected += 1
      counted.live += 1
      client.on('close', () => {
        counted.live -= 1
      })
      client.on('session', (accept) =>
        accept().on('exec', (take, _, { command }) => answer(take(), command)),
      )
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function authenticate(asked) {
  const known =
    asked.method === 'publickey' &&
    asked.key.algo === user.type &&
    asked.key.data.equals(user.getPublicSSH()) &&
    (asked.signature === undefined ||
      user.verify(asked.blob, asked.signature, asked.hashAlgo) === true)
  if (known) asked.accept()
  else asked.reject(['publickey'])
}

/** The whole script is read, as a shell does; what was recorded is given back under the nonce of this run. */
function answer(channel, command) {
  const nonce = command.split(' ')[3]
  let script = ''
  const take = (bytes) => {
    script += bytes.toString()
    if (!script.endsWith('\nexit\n')) return
    channel.off('data', take)
    channel.resume()
    setTimeout(
      () => give(channel, nonce, rounds.get(script.slice(0, -'\nexit\n'.length))),
      ANSWER_MS,
    )
  }
  channel.on('data', take)
}

function give(channel, nonce, round) {
  if (round === undefined) {
    counted.unknown += 1
    channel.write(`@@${nonce} M levels\n@@${nonce} M bye\n`)
  } else {
    counted.answered += 1
    channel.stderr.write(inTermsOf(nonce, round.nonce, round.err))
    channel.write(inTermsOf(nonce, round.nonce, round.out))
  }
  channel.exit(0)
  channel.end()
}

function inTermsOf(nonce, recorded, base64) {
  const text = Buffer.from(base64, 'base64').toString('latin1')
  return Buffer.from(text.replaceAll(`@@${recorded} `, `@@${nonce} `), 'latin1')
}
