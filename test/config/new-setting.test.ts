import { Command } from "commander";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

const logFile = "../../src/config/settings/log.ts";

/** The one file that a new setting is added to: here the settings of the log get one more. */
async function withOneMore() {
	const { logSettings } = await vi.importActual<typeof import("../../src/config/settings/log.ts")>(logFile);
	const { option } = await import("../../src/config/settings/option.ts");
	const { setting } = await import("../../src/config/settings/setting.ts");
	const { wholeNumber } = await import("../../src/config/settings/value-type.ts");
	const added = setting({
		id: "lines",
		path: "log.lines",
		group: "Log",
		label: "Log lines",
		meaning: "Lines that the log shows.",
		effect: "immediately",
		type: wholeNumber({ default: 7, min: 1, max: 9, range: "between 1 and 9 lines" }),
		withUnit: (text) => `${text} lines`,
		option: option({
			flag: "--log-lines",
			variable: "SUMO_PROVISION_LOG_LINES",
			takes: "lines",
			help: "lines that the log shows",
		}),
	});
	return { logSettings: [...logSettings, added] };
}

/** Everything that is made from the settings, as it is with that file. */
async function load() {
	const { sampleProfile } = await import("./samples.ts");
	return {
		...(await import("../../src/app/settings/settings-service.ts")),
		list: (await import("../../src/cli/commands/settings/list.ts")).command,
		...(await import("../../src/config/from-flags.ts")),
		...(await import("../../src/config/profile.ts")),
		...(await import("../../src/config/settings-document.ts")),
		...(await import("../../src/config/json/value-at-path.ts")),
		acme: sampleProfile("acme"),
	};
}

let made: Awaited<ReturnType<typeof load>>;

// Other tests share this worker and its modules: they get the settings as they are.
beforeAll(async () => {
	vi.resetModules();
	vi.doMock(logFile, withOneMore);
	made = await load();
});
afterAll(() => {
	vi.doUnmock(logFile);
	vi.resetModules();
});

const linesOf = (profile: unknown) => made.valueAt(profile, "log.lines");
const withLines = (lines: unknown) => ({ ...made.acme, log: { ...made.acme.log, lines } });

function use(flags: object, env = {}) {
	const saved = { profile: made.acme, secrets: { secretToken: "t" } };
	return made.profileFromFlags({ flags: { ...flags }, env, saved }).profile;
}

it("a setting that is added to one file is in the schema, with default and bounds", () => {
	expect(linesOf(made.acme)).toBe(7);
	expect(linesOf(made.profileSchema.parse(withLines(3)))).toBe(3);
	expect(made.profileSchema.safeParse(withLines(10)).error?.issues).toMatchObject([
		{ path: ["log", "lines"], message: "it must be between 1 and 9 lines" },
	]);
});

it("… has its flag and its variable, the flag first, and its refusal", () => {
	const env = { SUMO_PROVISION_LOG_LINES: "4" };
	expect(linesOf(use({}, env))).toBe(4);
	expect(linesOf(use({ logLines: "5" }, env))).toBe(5);
	expect(() => use({ logLines: "10" })).toThrow(
		'--log-lines (or SUMO_PROVISION_LOG_LINES) must be between 1 and 9 lines, not "10".',
	);
});

it("… is an option of every command that opens a profile", () => {
	const command = new Command("list");
	const context = {
		streams: { out: vi.fn(), err: vi.fn(), unread: new AbortController().signal, interactive: false },
		version: "0",
		env: {},
		withSession: vi.fn(),
		withLog: vi.fn(),
	};
	made.list.register(command, context, vi.fn());
	expect(command.helpInformation().replace(/\s+/g, " ")).toContain(
		"--log-lines <lines> lines that the log shows (SUMO_PROVISION_LOG_LINES)",
	);
});

it("… is shown, checked and saved by the settings of console and command line", async () => {
	let profile = made.acme;
	const settings = made.createSettingsService({
		state: {
			get inUse() {
				return profile;
			},
			get saved() {
				return profile;
			},
			webhook: { inUse: false, saved: false },
			secretMarks: { secretToken: undefined, sourceSecret: undefined, webhook: undefined },
			overriddenBy: () => undefined,
			saveSettings: async (edit) => {
				profile = edit(profile);
			},
			saveWebhook: async () => undefined,
		},
		test: async () => [],
	});
	expect(settings.list().find(({ id }) => id === "lines")).toMatchObject({
		label: "Log lines",
		shown: "7 lines",
		range: "between 1 and 9 lines",
		from: "default",
	});
	expect(settings.check("lines", "0")).toBe("it must be between 1 and 9 lines");
	expect(await settings.change("lines", "2")).toMatchObject({ shown: "2 lines", from: "saved" });
	expect(linesOf(profile)).toBe(2);
});

it("… is documented", () => {
	expect(made.settingsDocument()).toContain(
		"| `lines`<br>Log lines | Lines that the log shows. | between 1 and 9 lines | 7 lines | immediately | `--log-lines lines`<br>`SUMO_PROVISION_LOG_LINES` |",
	);
});
