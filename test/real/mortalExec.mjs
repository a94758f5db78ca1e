// Runs one intrusive script over SSH, as the bot does: a process that a test can kill. Argument: { host, request } as JSON.
import { createSshRemote } from '../../dist/src/ssh/remote.js'

const { host, request } = JSON.parse(process.argv[2])
const quiet = { info() {}, warn() {}, bug: () => 'ref', step() {} }
const remote = createSshRemote({ log: quiet })
await remote.exec(host, { ...request, onBytes: (_stream, bytes) => process.stdout.write(bytes) })
await remote.close()
