import { describe, expect, it } from "vitest";
import { listAttributes } from "../../../../src/cli/commands/mapping/attributes.ts";
import { defineAttribute } from "../../../../src/cli/commands/mapping/define.ts";
import { undefineAttribute } from "../../../../src/cli/commands/mapping/undefine.ts";
import { UsageError } from "../../../../src/cli/options/usage-error.ts";
import { exitCode } from "../../../../src/cli/output/exit-code.ts";
import { open } from "../../../app/mapping/mapping-of-a-profile.ts";
import { createFakeSession } from "../../../tui/fake-session.ts";
import { fakeStreams } from "../../fake-streams.ts";

function setup() {
	const opened = open();
	const { session } = createFakeSession({ mapping: opened.mapping });
	return { ...opened, session, ...fakeStreams() };
}

const badge = "urn:example:User:badge";

describe("mapping attributes", () => {
	it("lists both sides, and marks the profile's own", async () => {
		const { session, streams, printed } = setup();
		await defineAttribute(session, "target", badge, { type: "Integer", required: true }, streams);
		expect(await listAttributes(session, undefined, false, streams)).toBe(exitCode.done);
		expect(printed).toContain("target  userName  String, primary key, required");
		expect(printed).toContain("source  proxyAddresses  String, multi-value");
		expect(printed.at(-1)).toBe(`target  ${badge}  Integer, required *`);
	});

	it("prints them as JSON", async () => {
		const { session, streams, json } = setup();
		await listAttributes(session, "target", true, streams);
		expect(json()).toEqual([
			{
				target: expect.arrayContaining([
					{
						name: "userName",
						type: "String",
						primaryKey: true,
						required: true,
						multiValued: false,
						caseExact: false,
						own: false,
					},
				]),
			},
		]);
	});
});

describe("mapping define", () => {
	it("changes what is said and leaves the rest", async () => {
		const { session, streams, profile, mapping } = setup();
		await defineAttribute(session, "target", badge, { type: "Integer" }, streams);
		await defineAttribute(session, "target", badge, { required: true }, streams);
		expect(profile().attributes.target).toMatchObject([{ name: badge, type: "Integer", required: true }]);
		expect(mapping.targetPaths().at(-1)).toBe(badge);
		await defineAttribute(session, "source", "extension_0a_x", { multiValue: true }, streams);
		expect(mapping.sourceAttributes().at(-1)).toBe("extension_0a_x");
		const [newest] = await mapping.versions();
		expect(newest?.changes).toMatchObject([{ type: "attribute", side: "source", name: "extension_0a_x" }]);
		await undefineAttribute(session, "target", badge, streams);
		expect(profile().attributes.target).toEqual([]);
	});

	it("refuses what cannot be as a wrong call", async () => {
		const { session, streams, saves } = setup();
		const refused = [
			defineAttribute(session, "target", "active", { type: "String" }, streams),
			defineAttribute(session, "target", "emails[type", {}, streams),
			undefineAttribute(session, "target", "title", streams),
			undefineAttribute(session, "target", "emails[type", streams),
		];
		for (const one of refused) await expect(one).rejects.toThrow(UsageError);
		expect(saves()).toBe(0);
	});
});
