import { execFileSync } from "node:child_process";

/**
 * Builds the bundle once before any test, so that the end-to-end tests drive what is shipped.
 * `VITEST_SKIP_BUILD=1` leaves the bundle as it is, for quick runs of unit tests.
 */
export default function setup(): void {
	if (process.env.VITEST_SKIP_BUILD) return;
	execFileSync("npm", ["run", "--silent", "build"], { stdio: ["ignore", "ignore", "inherit"] });
}
