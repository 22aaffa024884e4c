import manifest from "../package.json" with { type: "json" };
import { processStreams } from "./cli/output/streams.ts";
import { runProgram } from "./cli/program.ts";

const { version } = manifest;
process.exitCode = await runProgram(process.argv.slice(2), {
	streams: processStreams(),
	version,
	env: process.env,
});
