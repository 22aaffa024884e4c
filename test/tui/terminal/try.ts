import { spawnSync } from "node:child_process";
import { buildProgram } from "./build-program.ts";

/** Opens the console over the fake session in this terminal: `node test/tui/terminal/try.ts`. */
spawnSync(process.execPath, [await buildProgram()], { stdio: "inherit" });
