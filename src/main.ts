import manifest from "../package.json" with { type: "json" };
import { runProgram } from "./cli/program.ts";
import { processStreams } from "./cli/streams.ts";

const { version } = manifest;
process.exitCode = await runProgram(process.argv.slice(2), {
	streams: processStreams(),
	version,
	env: process.env,
});
