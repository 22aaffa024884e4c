import module from "node:module";

/**
 * The executable: refuses a Node that is too old in one sentence, turns on the compile cache, and loads the program.
 * It is apart from `main.ts` because an old Node could not even parse that.
 */
const needed = [22, 13] as const;
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
	process.stderr.write(
		`sumo-provision needs Node ${needed.join(".")} or newer, this is ${process.versions.node}: ` +
			"install a current one from https://nodejs.org or with your version manager (nvm install 24).\n",
	);
	process.exitCode = 1;
} else {
	module.enableCompileCache();
	const program = "./main.js";
	await import(program);
}
