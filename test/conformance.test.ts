/** Every analyzer, command, parser and migration held to its contract by running it (docs/ARCHITECTURE.md). */
import './conformance/analyzers.ts'
import './conformance/commands.ts'
import './conformance/masks.ts'
import './conformance/migrations.ts'
import './conformance/parsers.ts'
