import { execFileSync } from "node:child_process";
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { latestStore, pairOf, storeOf } from "../../../../src/app/profile/store/profile-store.ts";
import { switchPair } from "../../../../src/app/profile/switch-pair.ts";
import { type Home, resolveHome } from "../../../../src/config/home.ts";
import { type Profile, profileSchema } from "../../../../src/config/profile.ts";
import { openStore } from "../../../../src/store/sqlite/open.ts";

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function freshHome(): Home {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	folders.push(folder);
	const home = resolveHome(folder, {});
	mkdirSync(home.state, { recursive: true });
	return home;
}

function profileTo(
	scimUrl: string,
	source: Profile["source"] = { type: "file", path: "users.json" },
): Profile {
	return profileSchema.parse({ name: "default", source, target: { deployment: "custom", scimUrl } });
}

const noCounts = {
	...{ created: 0, updated: 0, disabled: 0, enabled: 0, deleted: 0 },
	...{ skipped: 0, failed: 0, staged: 0, requests: 0 },
};

const one = profileTo("https://one.example/scim");
const other = profileTo("https://other.example/scim");

describe("the store of a profile", () => {
	it("is its own when it is used as it is saved", () => {
		expect(basename(storeOf(freshHome(), one, one))).toBe("default.sqlite");
	});

	it("is another one for another target, so that taking turns loses no links", () => {
		const home = freshHome();
		const files = [storeOf(home, one, undefined), storeOf(home, other, undefined), storeOf(home, other, one)];
		expect(files[0]).not.toBe(files[1]);
		expect(files[1]).toBe(files[2]);
		expect(storeOf(home, profileTo("https://one.example/scim/"), undefined)).toBe(files[0]);
	});

	it("stays when what ran on flags alone is saved, as a console does with an edit of a mapping", () => {
		const home = freshHome();
		const before = storeOf(home, one, undefined);
		writeFileSync(before, "");
		expect(storeOf(home, one, one)).toBe(before);
		expect(basename(storeOf(home, other, other))).toBe("default.sqlite");
	});

	it("is that of its name where an older version ran on flags, as long as the pair has none of its own", async () => {
		const home = freshHome();
		const own = join(home.state, "default.sqlite");
		const ofPair = storeOf(home, one, undefined);
		const store = await openStore(own);
		await store.setState({ pair: pairOf(one) });
		await store.close();
		expect(storeOf(home, one, undefined)).toBe(own);
		expect(storeOf(home, one, one)).toBe(own);
		expect(storeOf(home, other, undefined)).not.toBe(own);
		// What is saved has the store of its name.
		expect(storeOf(home, one, other)).toBe(ofPair);
		writeFileSync(ofPair, "");
		expect(storeOf(home, one, undefined)).toBe(ofPair);
	});

	it("goes with a pair that was saved over another one: what was written last holds its links", () => {
		const home = freshHome();
		const own = join(home.state, "default.sqlite");
		const ofOther = storeOf(home, other, one);
		for (const [age, file] of [own, ofOther].entries()) {
			writeFileSync(file, "");
			utimesSync(file, 1_000 + age, 1_000 + age);
		}
		expect(storeOf(home, other, other)).toBe(ofOther);
		utimesSync(own, 2_000, 2_000);
		expect(storeOf(home, other, other)).toBe(own);
	});

	it("is the one that holds the links of the pair, also while the other one was written last", async () => {
		const home = freshHome();
		const own = join(home.state, "default.sqlite");
		const ofOther = storeOf(home, other, undefined);
		const running = await openStore(ofOther);
		await switchPair(running, pairOf(other), () => undefined);
		const opened = await openStore(own);
		utimesSync(ofOther, 1_000, 1_000);
		utimesSync(`${ofOther}-wal`, 1_000, 1_000);
		expect(storeOf(home, other, other)).toBe(ofOther);
		await running.close();
		utimesSync(ofOther, 1_000, 1_000);
		expect(storeOf(home, other, other)).toBe(ofOther);
		expect(readdirSync(home.state)).not.toContain(`${basename(ofOther)}-wal`);

		await switchPair(opened, pairOf(other), () => undefined);
		expect(storeOf(home, other, other)).toBe(own);
		await opened.close();
	});

	it("behind a symbolic link is as new as the write-ahead log beside the file itself", () => {
		const home = freshHome();
		const own = join(home.state, "default.sqlite");
		const elsewhere = join(home.config, "elsewhere.sqlite");
		symlinkSync(elsewhere, own);
		const ofOther = storeOf(home, other, one);
		for (const [file, time] of [
			[elsewhere, 1_000],
			[ofOther, 2_000],
			[`${elsewhere}-wal`, 3_000],
		] as const) {
			writeFileSync(file, "");
			utimesSync(file, time, time);
		}
		expect(latestStore(home, "default")).toBe(own);
		expect(storeOf(home, other, other)).toBe(own);
		utimesSync(ofOther, 4_000, 4_000);
		expect(latestStore(home, "default")).toBe(ofOther);
		expect(storeOf(home, other, other)).toBe(ofOther);
	});

	it("stays when a file of users is only called something else", () => {
		const home = freshHome();
		const renamed = profileTo("https://one.example/scim", { type: "file", path: "users-2.json" });
		expect(storeOf(home, renamed, undefined)).toBe(storeOf(home, one, undefined));
	});

	it("is the one that is lost when only its backup is left, unless another was written since", () => {
		const home = freshHome();
		const lost = storeOf(home, one, undefined);
		writeFileSync(`${lost}.backup`, "x");
		utimesSync(`${lost}.backup`, 1_000, 1_000);
		expect(latestStore(home, "default")).toBe(lost);
		writeFileSync(storeOf(home, other, undefined), "x");
		expect(latestStore(home, "default")).toBe(storeOf(home, other, undefined));
	});

	it("is the one used last by its own record, whatever the time of the files, as after copying them", async () => {
		const home = freshHome();
		const files = [storeOf(home, one, undefined), storeOf(home, other, undefined)];
		for (const [index, file] of files.entries()) {
			const store = await openStore(file);
			const cycle = { id: file, kind: "initial", startedAt: 1_000 * (index + 1), endedAt: null } as const;
			await store.startCycle({ ...cycle, outcome: "running", counts: noCounts, error: null });
			await store.close();
			utimesSync(file, 9_000 - index, 9_000 - index);
		}
		expect(latestStore(home, "default")).toBe(files[1]);
		const [, lost = ""] = files;
		renameSync(lost, `${lost}.backup`);
		expect(latestStore(home, "default")).toBe(lost);
	});

	it("is not that of another profile whose name looks like one of its pairs", async () => {
		const home = freshHome();
		const ofServices = await openStore(join(home.state, "default-services.sqlite"));
		await switchPair(ofServices, pairOf(other), () => undefined);
		await ofServices.close();
		writeFileSync(join(home.state, "default-accounts.sqlite"), "damaged");
		expect(basename(latestStore(home, "default"))).toBe("default.sqlite");
		expect(basename(latestStore(home, "default-services"))).toBe("default-services.sqlite");
	});

	it("is not taken for a new one where a file is in the place of the folder of stores", () => {
		const home = freshHome();
		rmSync(home.state, { recursive: true });
		writeFileSync(home.state, "");
		expect(() => latestStore(home, "default")).toThrow(`${home.state} is not a folder.`);
	});

	it("is found beside a pipe without waiting for its other end", () => {
		const home = freshHome();
		const file = storeOf(home, one, undefined);
		writeFileSync(file, "");
		utimesSync(file, 1_000, 1_000);
		execFileSync("mkfifo", [storeOf(home, other, undefined)]);
		expect(latestStore(home, "default")).toBe(storeOf(home, other, undefined));
	});

	it("is the one written last when only the name is known", () => {
		const home = freshHome();
		const files = [
			storeOf(home, one, undefined),
			storeOf(home, other, undefined),
			join(home.state, "defaults.sqlite"),
		];
		for (const [age, file] of files.entries()) {
			writeFileSync(file, "");
			utimesSync(file, 1_000 + age, 1_000 + age);
		}
		expect(latestStore(home, "default")).toBe(files[1]);
		expect(basename(latestStore(home, "nobody"))).toBe("nobody.sqlite");
		expect(basename(latestStore(resolveHome("/nowhere/at/all", {}), "default"))).toBe("default.sqlite");
	});
});
