import module from "node:module";
import { debuglog } from "node:util";
import { compileCacheFolder, mayKeepCompiled } from "./compile-cache-folder.ts";
import { userHome } from "./config/paths/user-home.ts";

/**
 * The executable: refuses a Node that is too old, or that would print secrets, in one sentence, keeps certificates checked, turns on
 * the compile cache, and loads the program.
 * It is apart from `main.ts` because an old Node could not even parse that. 22.16 is the first Node whose SQLite has FTS5, which the
 * search in the log needs.
 */
const needed = [22, 16] as const;
/** Parts of Node that NODE_DEBUG lets print requests with their headers. */
const printingHeaders = ["net", "tls", "http", "https", "http2"] as const;
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
	process.stderr.write(
		`sumo-provision needs Node ${needed.join(".")} or newer, this is ${process.versions.node}: ` +
			"install a current one from https://nodejs.org or with your version manager (nvm install 24).\n",
	);
	process.exitCode = 1;
} else if (printingHeaders.some((part) => debuglog(part).enabled)) {
	// Node reads the variable when it starts: it is too late to turn that off.
	process.stderr.write(
		"sumo-provision: NODE_DEBUG makes Node print requests with the access key in them: unset it, and run the command again.\n",
	);
	process.exitCode = 2;
} else {
	// Node reads it at each connection: whoever answered in the server's place would be given the access key.
	if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
		delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
		process.stderr.write(
			"sumo-provision: NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored, certificates are always checked; " +
				"name a private authority's certificate in NODE_EXTRA_CA_CERTS.\n",
		);
	}
	// A crash report, which Node writes readable by all users, would hold the variables with secrets.
	if (process.report) process.report.excludeEnv = true;
	const { stdin, stdout, env } = process;
	const hasTerminal = stdin.isTTY && stdout.isTTY && env.TERM !== "dumb";
	const keeps = mayKeepCompiled(process.argv.slice(2), hasTerminal);
	const cache = keeps ? compileCacheFolder(env, userHome() ?? "") : undefined;
	if (cache !== undefined) module.enableCompileCache(cache);
	const program = "./main.js";
	await import(program);
}
