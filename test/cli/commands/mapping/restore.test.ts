import { describe, expect, it } from "vitest";
import { restoreVersion } from "../../../../src/cli/commands/mapping/restore.ts";
import { listVersions } from "../../../../src/cli/commands/mapping/versions.ts";
import { UsageError } from "../../../../src/cli/options/usage-error.ts";
import { exitCode } from "../../../../src/cli/output/exit-code.ts";
import { open } from "../../../app/mapping/mapping-of-a-profile.ts";
import { createFakeSession } from "../../../tui/fake-session.ts";
import { fakeStreams } from "../../fake-streams.ts";

const title = {
	target: "title",
	source: { type: "direct", attribute: "jobTitle" },
	apply: "always",
	flowNull: false,
} as const;

function setup() {
	const opened = open();
	const { session } = createFakeSession({ mapping: opened.mapping });
	return { ...opened, session, ...fakeStreams() };
}

describe("mapping versions", () => {
	it("reports that nothing has been saved yet", async () => {
		const { session, streams, printed } = setup();
		expect(await listVersions(session, false, streams)).toBe(exitCode.done);
		expect(printed).toEqual(["Nothing has been saved yet."]);
	});

	it("prints who, when and what, newest first", async () => {
		const { session, mapping, streams, printed } = setup();
		await mapping.save(title);
		await listVersions(session, false, streams);
		expect(printed).toEqual([
			expect.stringMatching(/^2 {2}2026-01-01T00:02:00\.000Z {2}saved by .+ {2}\(current\)$/),
			"    + title ← jobTitle",
			"1  2026-01-01T00:01:00.000Z  found as it was",
		]);
	});

	it("prints them as JSON", async () => {
		const { session, mapping, streams, printed } = setup();
		await mapping.save(title);
		await listVersions(session, true, streams);
		expect(JSON.parse(printed[0] ?? "")).toMatchObject({ versions: [{ number: 2 }, { number: 1 }] });
	});
});

describe("mapping restore", () => {
	it("prints what changed, and that the next cycle is an initial one", async () => {
		const { session, mapping, profile, streams, printed } = setup();
		await mapping.save(title);
		expect(await restoreVersion(session, "1", false, streams)).toBe(exitCode.done);
		expect(printed).toEqual([
			"- title ← jobTitle",
			expect.stringContaining("Version 1 is restored in the profile demo. The next cycle is an initial one"),
		]);
		expect(profile().mappings).toHaveLength(6);
		await restoreVersion(session, "1", false, streams);
		expect(printed.at(-1)).toBe("Version 1 is already what the profile demo has.");
	});

	it("prints the changes as JSON", async () => {
		const { session, mapping, streams, printed } = setup();
		await mapping.save(title);
		await restoreVersion(session, "1", true, streams);
		expect(JSON.parse(printed[0] ?? "")).toMatchObject({
			number: 1,
			initialCycle: true,
			changes: [{ type: "removed", target: "title" }],
		});
	});

	it("restores the defaults by their name, and reports it", async () => {
		const { session, mapping, streams, printed } = setup();
		await mapping.save(title);
		expect(await restoreVersion(session, "defaults", false, streams)).toBe(exitCode.done);
		expect(printed).toEqual([
			"- title ← jobTitle",
			expect.stringContaining(
				"has the default mappings, and no scoping filter. The next cycle is an initial one",
			),
		]);
		await restoreVersion(session, "defaults", true, streams);
		expect(JSON.parse(printed.at(-1) ?? "")).toEqual({
			number: "defaults",
			initialCycle: false,
			changes: [],
		});
	});

	it.each(["9", "0", "x", "-1", "1.5", "\u001B[2J"])(
		"refuses %j, and says how to find the number",
		async (number) => {
			const { session, streams } = setup();
			const refused = restoreVersion(session, number, false, streams);
			await expect(refused).rejects.toThrow(UsageError);
			await expect(refused).rejects.toThrow(
				/^[^\u001B]*Run sumo-provision mapping versions to list them\.$/u,
			);
		},
	);
});
