import { execFileSync } from "node:child_process";

/** Builds the bundle once before any test, so that the end-to-end tests drive what is shipped. */
export default function setup(): void {
	execFileSync("npm", ["run", "--silent", "build"], { stdio: ["ignore", "ignore", "inherit"] });
}
