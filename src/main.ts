import manifest from "../package.json" with { type: "json" };
import { processStreams } from "./cli/output/streams.ts";
import { runProgram } from "./cli/program.ts";

const { version } = manifest;
const streams = processStreams();
process.exitCode = await streams.end(
	await runProgram(process.argv.slice(2), { streams, version, env: process.env }),
);
