import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { exclusively } from "../../src/config/exclusively.ts";
import { lockFile } from "../../src/config/home.ts";
import { temporaryHome } from "./samples.ts";

const program = new URL("./processes/locking.ts", import.meta.url).pathname;

describe("exclusive work on a home", () => {
	it("waits for another process, and starts once that process has been killed", async () => {
		const home = temporaryHome();
		const holder = spawn(process.execPath, [program, home.config], { stdio: ["pipe", "pipe", "inherit"] });
		onTestFinished(() => void holder.kill("SIGKILL"));
		await once(holder.stdout, "data");

		const order: string[] = [];
		const work = exclusively(home, async () => void order.push("worked"));
		holder.stdin.write("still there?\n");
		await once(holder.stdout, "data");
		order.push("killed");
		holder.kill("SIGKILL");
		await work;
		expect(order).toEqual(["killed", "worked"]);
	});

	it("takes turns within a process, also after work that failed, and writes nothing into the lock file", async () => {
		const home = temporaryHome();
		const order: string[] = [];
		const work = (name: string) =>
			exclusively(home, async () => {
				order.push(`${name} begins`);
				await new Promise((resolve) => setImmediate(resolve));
				order.push(`${name} ends`);
				if (name === "first") throw new Error("the disk is full");
			});
		const [first, second] = await Promise.allSettled([work("first"), work("second")]);
		expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
		expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
		const { size, mode } = statSync(lockFile(home));
		expect(size).toBe(0);
		if (process.platform !== "win32") expect(mode & 0o777).toBe(0o600);
	});
});
