import fc from "fast-check";
import { expect, it } from "vitest";
import { Console, freshHome } from "./open-console.ts";
import { key } from "./terminal.ts";

/** How many keys, pastes and resizes are sent: `SUMO_PROVISION_FUZZ=20000` sends as many as a release is tried with. */
const inputs = Number(process.env.SUMO_PROVISION_FUZZ ?? 500);

/** Inputs between two looks at the picture. */
const stride = 25;

/** Node loads this before the program: after the signal URG (which else does nothing) it writes a mark once what was pressed before has been drawn. */
const markOnSignal = `data:text/javascript,${encodeURIComponent(
	'process.on("SIGURG", () => setTimeout(() => process.stdout.write("\\u001B]777;drawn\\u0007"), 60));',
)}`;
const mark = "\u001B]777;drawn\u0007";

type Input =
	| { readonly kind: "keys"; readonly keys: string }
	| { readonly kind: "resize"; readonly columns: number; readonly rows: number };

/** Everything on a keyboard but Ctrl+Z, which stops the program until a shell continues it. */
const keys = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ") },
	{ weight: 3, arbitrary: fc.constantFrom(..."0123456789/:?*+-=.,;!@#$%^&()[]{}<>|~`'\"\\_ ") },
	{
		weight: 8,
		arbitrary: fc.constantFrom(
			...[key.enter, key.escape, key.tab, key.up, key.down, key.left, key.right, key.pageDown],
			...[key.backspace, key.space, "\u001B[Z", "\u001B[H", "\u001B[F", "\u001B[5~", "\u001B[3~"],
			...[
				"\u0001",
				"\u0005",
				"\u000B",
				"\u000E",
				"\u000F",
				"\u0010",
				"\u0012",
				"\u0013",
				"\u0015",
				"\u0017",
				"\u0018",
				"\u0019",
			],
		),
	},
	{ weight: 1, arbitrary: fc.constantFrom("g", "gp", "gd", "gs", "go", "gh", ":", "::", "\u001B\u001B") },
);

/** Names as they are in the world, and what terminals must not be told. */
const pasted = fc.constantFrom(
	"田中 さくら",
	"👩‍👩‍👧‍👦 ❤️ Kofi 🚀",
	"محمد العلي",
	"e\u0301\u0327o\u0308",
	"\u202Eevil\u202C",
	"a\r\nb\tc",
	'status:failed -guest role:"Power User"',
	"x".repeat(3000),
	"IIF(IsNullOrEmpty([mail]), [userPrincipalName], [mail])",
	"\u001B[2J\u001B]0;owned\u0007",
);

const input: fc.Arbitrary<Input> = fc.oneof(
	{ weight: 60, arbitrary: keys.map((pressed): Input => ({ kind: "keys", keys: pressed })) },
	{
		weight: 2,
		arbitrary: fc.tuple(pasted, fc.boolean()).map(
			([text, bracketed]): Input => ({
				kind: "keys",
				keys: bracketed ? `\u001B[200~${text}\u001B[201~` : text,
			}),
		),
	},
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.integer({ min: 60, max: 220 }), fc.integer({ min: 16, max: 60 }))
			.map(([columns, rows]): Input => ({ kind: "resize", columns, rows })),
	},
	{
		weight: 2,
		arbitrary: fc
			.constantFrom([80, 24], [120, 40], [200, 50], [20, 5])
			.map(([columns = 80, rows = 24]): Input => ({ kind: "resize", columns, rows })),
	},
);

it("survives random keys, pastes and sizes on the demo", { timeout: 60_000 + inputs * 200 }, async () => {
	const home = freshHome();
	const seed = Number(process.env.FAST_CHECK_SEED ?? 20_261_129);
	const sent: Input[] = [...fc.sample(input, { numRuns: inputs, seed })];
	let app = await start(home);
	for (let from = 0; from < sent.length; from += stride) {
		const some = sent.slice(from, from + stride);
		for (const one of some) {
			if (one.kind === "resize") app.resize(one.columns, one.rows);
			else app.press(one.keys);
		}
		const drawn = await drawnBy(app);
		const history = () => `inputs ${from}–${from + some.length} of seed ${seed}: ${JSON.stringify(some)}`;
		if (!drawn) {
			await app.end();
			expect(app.exited?.code, `${history()}\n${app.everything()}`).toBe(0);
			expect(app.changedModes(), history()).toEqual([]);
			app = await start(home);
			continue;
		}
		await app
			.until(() => !app.onAlternateScreen || app.frameProblems().length === 0, "a whole picture", 5_000)
			.catch((error: unknown) => {
				throw new Error(`${app.frameProblems().join("\n")}\n${history()}\n${app.screen()}`, { cause: error });
			});
	}
	app.press(key.ctrlC);
	await app.expectRestored(0);
});

async function start(home: string): Promise<Console> {
	const app = new Console(["demo"], {
		home,
		columns: 120,
		rows: 40,
		nodeOptions: ["--import", markOnSignal],
	});
	await app.see(/○ Off|● On/);
	await app.expectFrame();
	return app;
}

/** Whether the program still runs once it has drawn what was pressed. */
async function drawnBy(app: Console): Promise<boolean> {
	const from = app.raw.length;
	if (app.exited === undefined) {
		try {
			process.kill(app.pid, "SIGURG");
		} catch {
			await app.end();
		}
	}
	await Promise.race([app.until(() => app.raw.includes(mark, from), "the mark"), app.end()]).catch(
		() => undefined,
	);
	if (!app.onAlternateScreen) await app.end();
	return app.exited === undefined;
}
