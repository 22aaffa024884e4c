import { describe, expect, it } from "vitest";
import { profileFromFlags } from "../../src/config/from-flags.ts";
import { defaultText, settingText, withSetting } from "../../src/config/setting-value.ts";
import { type Flags, storedSettings } from "../../src/config/settings/index.ts";
import { sampleProfile } from "./samples.ts";

const acme = sampleProfile("acme", {});
const settingOf = (id: string) => {
	const found = storedSettings.find((one) => one.id === id);
	if (found === undefined) throw new Error(id);
	return found;
};
const use = (flags: Flags) =>
	profileFromFlags({
		flags,
		env: {},
		saved: { profile: acme, secrets: { secretToken: "t", sourceSecret: "s" } },
	}).profile;

describe("the settings of a profile", () => {
	it("read back what they show", () => {
		for (const setting of storedSettings) {
			expect(withSetting(setting, acme, settingText(setting, acme)), setting.id).toEqual({ profile: acme });
			for (const { value } of setting.type.choices ?? []) {
				const changed = withSetting(setting, acme, value);
				expect("profile" in changed && settingText(setting, changed.profile), setting.id).toBe(value);
			}
		}
	});

	it.each([
		["interval", ["4", "1441", "40.5", "", "soon"], "it must be between 5 minutes and 24 hours"],
		["concurrency", ["0", "101"], "it must be between 1 and 100 requests"],
		["guardCount", ["-1", "x"], "it must be a whole number of users, 0 or more"],
		["guardPercent", ["101", "-1", ""], "it must be between 0 and 100 percent"],
		["rate", ["-1", "fast", "", "0"], "it must be more than 0 requests per second, or off"],
		["driftEvery", ["501", ""], "it must be between 0 (only on demand) and 500 cycles"],
		["keepDays", ["-1", "9999"], "it must be between 0 (forever) and 3650 days"],
		["reactivation", ["maybe"], "it must be try or block"],
		[
			"command",
			["[1]", "[]", '["a"'],
			'it must be the path of a program, or a JSON array such as ["/opt/page", "--urgent"]; empty for none',
		],
	])("answer a wrong %s in words", (id, texts, problem) => {
		for (const text of texts) expect(withSetting(settingOf(id), acme, text), text).toEqual({ problem });
	});

	it("take a program with arguments, and none", () => {
		const changed = withSetting(settingOf("command"), acme, '["/opt/page", "--urgent"]');
		expect("profile" in changed && changed.profile.notifications.command).toEqual(["/opt/page", "--urgent"]);
		const none = "profile" in changed && withSetting(settingOf("command"), changed.profile, "");
		expect(none && "profile" in none && none.profile.notifications).not.toHaveProperty("command");
	});

	it("know their defaults", () => {
		expect(storedSettings.map((one) => [one.id, defaultText(one)])).toMatchObject([
			["mode", "direct"],
			["interval", "40"],
			["actions.create", "on"],
			["actions.update", "on"],
			["actions.delete", "on"],
			["hardDelete", "disable"],
			["reactivation", "try"],
			["guard", "on"],
			["guardCount", "20"],
			["guardPercent", "10"],
			["rate", "4"],
			["concurrency", "10"],
			["proxy", ""],
			["caFile", ""],
			["driftEvery", "0"],
			["driftRepair", "off"],
			["keepDays", "0"],
			["production", "off"],
			["command", ""],
			["webhookFormat", "auto"],
			["bell", "on"],
		]);
	});

	it("have flags, with the same messages", () => {
		expect(use({ driftEvery: "7", driftRepair: "on", keepLog: "90" })).toMatchObject({
			provisioning: { driftEvery: 7, driftRepair: true },
			log: { keepDays: 90 },
		});
		expect(use({ notifyFormat: "card", bell: "off" }).notifications).toMatchObject({
			webhookFormat: "card",
			bell: false,
		});
		expect(() => use({ interval: "3" })).toThrow(
			'--interval (or SUMO_PROVISION_INTERVAL) must be between 5 minutes and 24 hours, not "3".',
		);
		expect(() => use({ driftEvery: "501" })).toThrow(
			/^--drift-every .* between 0 \(only on demand\) and 500/,
		);
		expect(() => use({ driftRepair: "yes" })).toThrow(
			'--drift-repair (or SUMO_PROVISION_DRIFT_REPAIR) must be on or off, not "yes"',
		);
		expect(() => use({ notifyFormat: "xml" })).toThrow(/^--notify-format .* must be auto, text or card/);
	});
});
