import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/cli/options/usage-error.ts";
import { runCommand } from "../../src/cli/program.ts";
import { entry, planReport } from "../tui/fake-data.ts";
import { createFakeSession } from "../tui/fake-session.ts";
import { fakeContext } from "./fake-context.ts";
import { fakeStreams } from "./fake-streams.ts";

async function call(...args: readonly string[]) {
	const { streams, printed } = fakeStreams();
	const homes: (string | undefined)[] = [];
	const context = fakeContext(streams, {
		withSession(flags, use) {
			homes.push(flags.home);
			return use(createFakeSession().session);
		},
	});
	const code = await runCommand(args, context);
	return { printed, codes: [code], homes };
}

describe("the commands of expressions", () => {
	it("hand their arguments over", async () => {
		expect(
			await call("expression", "eval", "Left([a], 1)", "--input", '{"a": "xy"}', "--json"),
		).toMatchObject({
			printed: ['{"value":"x"}'],
			codes: [0],
		});
		expect((await call("expression", "check", "Left([mail], 1)")).printed).toEqual(["No problems."]);
		expect((await call("expression", "explain", '"a"')).printed).toEqual(['"a" → "a"']);
		expect((await call("expression", "format", "left([a],1)", "--width", "5")).printed).toHaveLength(4);
		const taken = await call("expression", "eval", 'SelectUniqueValue("a", "b")', "--taken", "a", "x");
		expect(taken.printed).toEqual(["b"]);
	});

	it.each([
		[["expression", "eval"], "takes either an expression or --batch"],
		[["expression", "eval", '"a"', "--batch", "-"], "takes either an expression or --batch"],
		[["expression", "eval", "--batch", "-", "--input", "{}"], "--input has no use with --batch"],
		[
			["expression", "format", '"a"', "--width", "wide"],
			'--width takes a whole number of at least 1, not "wide"',
		],
	])("refuse %j", async (args, message) => {
		await expect(call(...args)).rejects.toThrow(UsageError);
		await expect(call(...args)).rejects.toThrow(message);
	});
});

describe("the commands of mappings", () => {
	it("open the profile that the flags name", async () => {
		expect(await call("mapping", "check", "--home", "/h")).toEqual({
			printed: ["No problems."],
			codes: [0],
			homes: ["/h"],
		});
		expect((await call("mapping", "diff", "--json")).printed).toEqual(['{"changes":[],"notes":[]}']);
		expect((await call("mapping", "export", "--json")).printed).toEqual(['{"synchronizationRules":[]}']);
	});

	it("need the file to import", async () => {
		await expect(call("mapping", "import")).rejects.toThrow("missing required argument 'file'");
	});
});

describe("arguments and options", () => {
	it("stay apart: link is given a user beside --source", async () => {
		const { streams } = fakeStreams();
		const linked: unknown[] = [];
		const context = fakeContext(streams, {
			withSession(flags, use) {
				linked.push(flags.source);
				const { session } = createFakeSession();
				const link = async (user: string, account: string) => {
					linked.push(user, account);
					return entry(1);
				};
				return use({ ...session, accounts: { ...session.accounts, link } });
			},
		});
		expect(await runCommand(["link", "--source", "users.json", "ada", "ada2"], context)).toBe(0);
		expect(linked).toEqual(["users.json", "ada", "ada2"]);
	});
});

describe("run with a source file", () => {
	it("prints the warnings of the file to standard error, also for a plan", async () => {
		const { streams, said } = fakeStreams();
		const fake = createFakeSession({
			peopleCommands: {
				file: async () => ({
					path: "users.csv",
					problems: [
						{
							code: "account-enabled-empty",
							line: 2,
							column: 9,
							count: 2,
							message: "accountEnabled is empty for all users.",
							fix: "Export again.",
						},
					],
					rewrites: [],
				}),
			},
		});
		const session = {
			...fake.session,
			profile: () => ({ ...fake.session.profile(), source: { type: "file", path: "users.csv" } as const }),
		};
		const context = fakeContext(streams, { withSession: async (_flags, use) => use(session) });
		await runCommand(["run", "--plan"], context);
		expect(said).toContain(
			"warning: users.csv, line 2: accountEnabled is empty for all users. Export again.",
		);
	});
});

describe("run --plan", () => {
	it("says why the deletion guard would hold back what is planned", async () => {
		const { streams, printed } = fakeStreams();
		const reason = "All 3 managed accounts would be disabled or deleted.";
		const plan = planReport({ guard: { held: 3, threshold: 20, cause: "all", reason } });
		const context = fakeContext(streams, {
			withSession: async (_flags, use) => use(createFakeSession({ plan }).session),
		});
		await runCommand(["run", "--plan"], context);
		expect(printed.at(-1)).toContain(
			`The deletion guard would hold back 3 deactivations and deletions. ${reason}`,
		);
	});
});
