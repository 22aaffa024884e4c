import { describe, expect, it } from "vitest";
import { createFakeSession } from "../../fake-session.ts";
import { drawConsole } from "../../render-console.tsx";
import { hosted, missing } from "./hosted-session.ts";

describe("without the permission to control Entra's job", () => {
	it.each(["o", "T", "A", "O"])(
		"the key %s says which one is missing, and the job stays readable",
		async (key) => {
			const reason = "Grant the application permission Synchronization.ReadWrite.All.";
			const permissions = { refusal: (area: string) => (area === "job" ? reason : undefined) };
			const fake = hosted("active", { staged: 1 }, { permissions });
			const app = await drawConsole(fake, { columns: 120, rows: 40 });
			await app.see("State Active");
			await app.press(key);
			await app.see("Synchronization.ReadWrite.All");
			expect(fake.calls).toEqual([]);
		},
	);

	it("does not concern a profile in direct mode", async () => {
		const permissions = { refusal: () => "Grant it." };
		const app = await drawConsole(createFakeSession({ permissions }), { begin: "home" });
		await app.see("Needs me");
		await app.press("o");
		await app.see("Turn provisioning on?");
	});
});

describe("a key for what the job cannot do", () => {
	it.each(["home", "plan"] as const)("says why on %s", async (begin) => {
		const app = await drawConsole(hosted("active"), { begin });
		await app.see("all keys");
		await app.press("p");
		await app.see(`· ${missing.runNow}`);
	});

	it("says on Home why it cannot stop or retry", async () => {
		const app = await drawConsole(hosted("active"), { begin: "home" });
		await app.see("Needs me");
		await app.press("X");
		await app.see(`· ${missing.stop}`);
		await app.press("t");
		await app.see(`· ${missing.retryNow}`);
	});
});
