import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSetup } from "../../../../src/app/guided-setup/open-setup.ts";
import { writeUntilShown } from "../../../../src/app/guided-setup/steps/write-until-shown.ts";
import { openTenant } from "../tenant.ts";

it("waits for another run that sets up the same application, and then has nothing to do", async () => {
	const tenant = await openTenant();
	const open = (name: string, sleep: () => Promise<void>) =>
		openSetup({
			flags: {},
			env: { ...tenant.env, SUMO_PROVISION_HOME: join(tenant.home, name) },
			file: tenant.file,
			clock: { ...tenant.clock, sleep },
			warn: (message) => expect.unreachable(message),
		});
	const first = await open("one", async () => undefined);
	await first.run({ apply: true, until: "app" });
	let steps = 1;
	// While the second run waits, the first one carries out a step.
	const second = await open("two", async () => {
		const until = (["saml", "sumo-saml", "roles", "assignments", "job", "start"] as const)[steps - 1];
		steps += 1;
		if (until !== undefined) await first.run({ apply: true, until });
	});
	const reports = await second.run({ apply: true });
	expect(steps).toBeGreaterThan(6);
	expect(reports.map(({ action }) => action)).toEqual(Array(7).fill("none"));
	expect(reports[0]?.detail).toContain("not by this run");
	const [application] = tenant.world.entra.control.applications();
	expect(application?.keyCredentials).toHaveLength(1);
	first.close();
	second.close();
});

it("waits for a run of the same home only while its process runs", async () => {
	const tenant = await openTenant();
	const first = await tenant.open();
	await first.run({ apply: true, until: "app" });
	first.close();
	const file = join(tenant.home, "state", "starts.json");
	const recorded = readFileSync(file, "utf8");
	const endOf = async (id: number) => {
		writeFileSync(file, recorded.replace(`"id":${process.pid}`, `"id":${id}`));
		const setup = await tenant.open();
		const [app] = await setup.run({ apply: true, until: "app" });
		setup.close();
		return app?.detail;
	};
	expect(await endOf(process.pid)).toContain("not by this run");
	// Linux and macOS give no process a number as high as this.
	expect(await endOf(99_999_999)).not.toContain("not by this run");
	// What a process of another machine does is not known here.
	writeFileSync(file, recorded.replace(/"host":"[^"]*"/, '"host":"elsewhere"'));
	const other = await tenant.open();
	expect((await other.run({ apply: true, until: "app" }))[0]?.detail).toContain("not by this run");
	other.close();
});

/** A value that another run sets to "theirs" after our first `times` writes. */
function overwritten(times: number) {
	let [value, writes] = ["", 0];
	return writeUntilShown({
		async write() {
			writes += 1;
			value = writes > times ? "ours" : "theirs";
		},
		read: async () => value,
		isWritten: (read) => read === "ours",
		pause: async () => undefined,
		what: "the reply URL",
	});
}

it("writes once more what another run overwrote before it was shown", async () => {
	expect(await overwritten(0)).toBe("ours");
	expect(await overwritten(1)).toBe("ours");
	await expect(overwritten(2)).rejects.toThrow(/does not show the reply URL .* Another run or admin/);
});
