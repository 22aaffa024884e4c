import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Console, demoWorld, freshHome, worldFlags, worldSecrets } from "./open-console.ts";
import { key } from "./terminal.ts";

const guide = readFileSync(new URL("../../../docs/guide.md", import.meta.url), "utf8");

/** The first cell of each row of the guide's tables of keys, and the second where it names keys too. */
const rows = [
	...guide.matchAll(/^\| ([^|\n]*\bpress\b[^|\n]*) \| ([^|\n]*) \|\n\|[-|]+\|\n((?:\|.*\n)+)/gm),
].flatMap(([, , second, body = ""]) =>
	body
		.trim()
		.split("\n")
		.map((line) => line.split(" | "))
		.map(([keys = "", effect = ""]) =>
			second === "what happens" ? `${keys.slice(2)} → ${effect}` : keys.slice(2),
		),
);
/** The heading and the key of each screen that the guide describes. */
const screens = [...guide.matchAll(/^### (.+) \(`(\w+)`\)$/gm)].map(
	([, name = "", keys = ""]) => [name, keys] as const,
);

/** The keys in a text of the guide: what is in code and is a key, not something to type. */
function keysIn(text: string): readonly string[] {
	const named: Readonly<Record<string, string>> = { Enter: key.enter, Space: key.space, Esc: key.escape };
	return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) => {
		const pressed = named[code] ?? (/^[A-Za-z0-9!*]$/.test(code) ? code : undefined);
		return pressed === undefined ? [] : [pressed];
	});
}

/** The keys of the row that begins with this text; each row is walked once. */
function reader() {
	const left = new Set(rows);
	return {
		left,
		keys(begin: string): readonly string[] {
			const row = rows.find((one) => one.startsWith(begin) && left.has(one));
			expect(row, `a row of the guide that begins with ${begin}`).toBeDefined();
			left.delete(row ?? "");
			return keysIn(row ?? "");
		},
	};
}

it("presses every key of the guide, from an empty tenant to both ways of provisioning", async () => {
	const world = await demoWorld({ tenant: "empty" });
	const flags = worldFlags(world).map((flag) =>
		flag === world.entra.servicePrincipalId ? "Sumo Logic" : flag,
	);
	const app = new Console(["console", ...flags], {
		...{ home: freshHome(), rows: 40, columns: 120 },
		env: { ...(await worldSecrets(world)) },
	});
	const { keys, left } = reader();
	/** Presses keys one after the other, and waits for what each shows. */
	const walk = async (pressed: readonly string[], ...expected: readonly (string | RegExp)[]) => {
		expect(pressed).toHaveLength(expected.length);
		for (const [at, one] of pressed.entries()) await app.type(one, expected[at] ?? "");
	};
	/** Moves the cursor of the screen Set up Entra to a step. */
	const stepTo = (down: number, title: string) => app.type(key.down.repeat(down), new RegExp(`❯ ${title}`));
	const close = (expected: string | RegExp) => app.type(key.escape, expected);
	await app.see(/○ Off|● On/);

	// Before you begin. Nothing is changed here, so that there is nothing to save.
	const [credentials = "", edit = "", test = "", save = "", testSource = ""] = keys("`7` (Credentials)");
	await walk([credentials, edit], "Target and source", "Enter done");
	await close("c test");
	await walk([test], "authorized to enable provisioning");
	await walk([save, testSource], "C test source", "no enterprise application");
	await walk(
		keys("`g` `i`, then `c`"),
		"Target and source",
		"6 to apply",
		/What the sign-in to Entra may do[\s\S]*Esc back/,
	);
	await close("c permissions");
	const [go = "", setup = "", refresh = "", whole = ""] = keys("`g` `i`; `r`");
	await walk([whole], /│ 1 Application in Entra[\s\S]*Esc back/);
	await close("c permissions");

	// Steps 1 to 4, in the forms of the steps.
	await walk(keys("`Enter` on *1 Application*"), /❯ Application +Sumo Logic[\s\S]*Enter save/);
	await close("c permissions");
	expect(keys("nothing:")).toEqual([]);
	await stepTo(3, "3 App roles");
	await walk(keys("`Enter` on *3 App roles*"), /❯ Roles +all[\s\S]*Enter save/);
	await close("c permissions");
	await stepTo(1, "3 Users and groups");
	const [assignments = "", people = "", select = "", assign = ""] = keys("`Enter` on *3 Users and groups*");
	await walk([assignments], "❯ Assignments");
	await app.type(["Security Operations = Analyst", key.enter], "7 to apply: press p");
	await stepTo(2, "5 Start, and first user");
	const [, , editJob = ""] = keys("`g` `i`, then `Enter` on *5 Start, and first user*");
	await walk([editJob], /❯ Start the job +yes[\s\S]*no: sumo-provision does[\s\S]*Enter save/);
	await close("c permissions");

	// Step 5 hosted, and the refusal of the other side.
	const [, , apply = "", confirm = ""] = keys("`g` `i`, then `p`, `Enter`");
	await walk([apply, confirm], "Apply 7 steps?", "Everything is set up.");
	expect(world.entra.control.jobs()).toMatchObject([{ schedule: "Active" }]);
	await walk(
		[people, select, assign, key.enter],
		/5 groups/,
		"1 selected",
		"◉ Analyst",
		"assigned as Analyst",
	);
	const [home = "", run = "", yes = "", onOff = ""] = keys("`1`, then `p`, `Enter`");
	await walk(
		[home, run, yes],
		"p run now",
		"Run a cycle now?",
		"Nothing was changed: Entra's own job provisions",
	);
	const accounts = () => world.sumo.control.users().filter(({ serviceAccount }) => !serviceAccount);
	expect(accounts()).toHaveLength(1);
	await walk(
		keys("`8`, *Provisioned by*"),
		"Settings of",
		"Provisioned by: Entra's own job (hosted)?",
		/❯ Provisioned by +Entra's own job \(hosted\)/,
	);
	await walk(keys("`3`: what the next cycle"), /[1-9]\d* create/);

	// Entra's own job: its log, and what it cannot do.
	const [job = "", pause = "", restart = "", failures = "", limits = ""] = keys("`4` → the job");
	expect(pause).toBe(onOff);
	await walk([job, failures], "T restart", "only failure");
	await walk([limits], /│[\s\S]*Esc (?:back|close)/);
	await close("only failure");
	await walk([restart], /│[\s\S]*Esc (?:back|close|cancel)/);
	await close("only failure");

	await app.type("gs", /users in scope/);
	await app.type("m", "s save");
	await app.type("s", /Save the scope\?[\s\S]*Esc/);
	await app.type(key.enter, "Nothing was written to the job");
	await app.type("u", /5 of \d+ users in scope/);
	const schemaWrites = () =>
		world.entra.control
			.journal()
			.filter(({ method, target }) => method === "PUT" && target.endsWith("/schema")).length;
	const before = schemaWrites();
	await app.type("a", "New filter: first clause");
	await app.type(["department", key.enter], "◉ EQUALS");
	await app.type(key.enter, "❯ Value");
	await app.type(["Sales", key.enter], 'department EQUALS "Sales"');
	await app.type("s", /Save the scope\?[\s\S]*Esc/);
	await app.type(key.enter, "✓ Scope saved.");
	expect(schemaWrites()).toBe(before + 1);

	// Step 5 direct: paused there, handed over, and a cycle of our own.
	await walk([home, onOff, confirm], "! limits", "Pause Entra's job?", "Entra's job is paused.");
	await walk(
		keys("`8`, with *Provisioned by*"),
		"Settings of",
		"Provisioned by: sumo-provision (direct)?",
		/❯ Provisioned by +sumo-provision \(direct\)/,
	);
	await walk(keys("`5`: the six mappings"), "6 attribute mappings");
	await walk(keys("`3`: the plan"), "nothing has been written");
	await walk([home, run, yes], "p run now", "Run a cycle now?", /last \d\d:\d\d initial .*done|✓ .*created/i);

	// Step 6, and the demo's rows, whose keys were pressed above.
	await walk(keys("`1` (Home)"), "p run now", "F status", "only failure");
	await walk(keys("`6` (Accounts)"), "c compare");
	await walk(keys("`7`, then `I`"), "Target and source", /Setup guide[\s\S]*Esc close/);
	await close("c test");
	expect(keys("`g` `i`, then `p` and `Enter`")).toEqual([go, setup, apply, confirm]);
	expect([...keys("`1` → Home"), ...keys("`3` → the prediction")]).toEqual([home, "3"]);
	const [, handOver = ""] = /To take the accounts(.*)\(or/s.exec(guide) ?? [];
	await walk(keysIn(handOver), "p run now", /[Hh]and[\s\S]*Esc/);
	await close("p run now");
	const [, sync = ""] = /press (`g` `d`)/.exec(guide) ?? [];
	await app.type([...keysIn(sync)], "deactivated accounts");
	for (const [name, pressed] of screens) await app.type(pressed, onScreen[name] ?? "");
	await app.type([go, setup], /Nothing to do|to apply/);
	await walk([refresh], /Nothing to do|to apply/);
	expect([...left]).toEqual([]);
});

/** What is on each screen that the guide describes. */
const onScreen: Readonly<Record<string, RegExp>> = {
	Home: /p run now/,
	Credentials: /Target and source/,
	Mapping: /6 attribute mappings/,
	"Users & groups": /5 groups/,
	Log: /F status/,
	Plan: /nothing has been written/,
	"On demand": /Press Enter to preview/,
	Deactivated: /deactivated accounts/,
	Scope: /users in scope/,
	Accounts: /c compare/,
	Settings: /Settings of/,
};
