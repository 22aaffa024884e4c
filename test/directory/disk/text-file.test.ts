import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { stampOf, successorOf } from "../../../src/directory/disk/text-file.ts";
import { openFileDirectory, sourcePath } from "../../../src/directory/open.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const text = "userPrincipalName,displayName,role\r\na@x,Søren,User\r\nb@x,Åse,Analyst\r\n";
const rows = (count: number) => [
	"boss@x,Analyst\n",
	...Array.from({ length: count }, (_, at) => `u${at}@x,User\n`),
];
const user = (id: string) => ({ id, type: "User" }) as const;

describe("reading from disk", () => {
	it("reads UTF-16 in both orders, with and without a byte order mark, and writes it as it was", async () => {
		const little = (content: string) => Buffer.from(content, "utf16le");
		const big = (content: string) => little(content).swap16();
		for (const [name, encode] of Object.entries({ little, big })) {
			for (const mark of ["\uFEFF", ""]) {
				const path = folder.write(`${name}-${mark.length}.csv`, encode(mark + text));
				const directory = openFileDirectory(path);
				expect(await directory.user("a@x", [])).toMatchObject({ attributes: { displayName: "Søren" } });
				await directory.assign(user("a@x"), "Analyst");
				expect(readFileSync(path)).toEqual(encode(mark + text.replace("User", "User;Analyst")));
			}
		}
	});

	it("rejects content that is not text, and names its format", async () => {
		const failureOf = async (path: string) =>
			openFileDirectory(path)
				.assignments()
				.then(
					() => "",
					(error: unknown) => (error instanceof Error ? error.message : ""),
				);
		expect(await failureOf(folder.write("book.csv", Buffer.from("PK\u0003\u0004")))).toContain(
			"Excel workbook",
		);
		for (const [name, begin, words] of [
			["old.csv", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "old Excel"],
			["users.csv", "\u001f\u008b\u0008\u0000", "is compressed"],
			["users.json", "\u001f\u008b\u0008\u0000", "is compressed"],
			["report.csv", "%PDF-1.7\n%\u00e2\u00e3", "is a PDF"],
			["page.csv", "<!DOCTYPE html><html><head>", "is a web page"],
			["page.json", "\u00ef\u00bb\u00bf\r\n<html lang='en'>", "is a web page"],
			["sheet.csv", '<?xml version="1.0"?><Workbook>', "is a web page"],
		] as const)
			expect(await failureOf(folder.write(name, Buffer.from(begin, "latin1")))).toContain(words);
		expect(await failureOf(folder.write("lines.json", '{"id": "1"}\n{"id": "2"}\n'))).toContain("jq -s .");
		expect(await failureOf(folder.write("half.csv", Buffer.from([0xff, 0xfe, 0x61])))).toContain("cut off");
		expect(
			await failureOf(folder.write("ansi.csv", Buffer.from("userPrincipalName\nS\u00f8ren@x\n", "latin1"))),
		).toContain("is not UTF-8: line 2");
		const directory = join(dirname(folder.write("x.csv", "")), "folder.csv");
		mkdirSync(directory);
		expect(await failureOf(directory)).toContain("is a folder, not a file of users");
		const pipe = join(dirname(directory), "pipe.csv");
		execFileSync("mkfifo", [pipe]);
		expect(await failureOf(pipe)).toContain("is a pipe, not a file of users");
	});

	it("refuses a row that does not end, with its line", async () => {
		const path = folder.write("huge.csv", `userPrincipalName,mail\na@x,a\nb@x,"${"x".repeat(1_200_000)}\n`);
		await expect(openFileDirectory(path).assignments()).rejects.toMatchObject({
			code: "invalid",
			place: { line: 3 },
			message: expect.stringContaining("line 3: this row is longer than 1,000,000 characters"),
		});
	});

	it("takes ~/ as the home of the user", () => {
		expect(sourcePath("~/users.csv")).toBe(join(homedir(), "users.csv"));
		expect(sourcePath("a~/users.csv")).toBe("a~/users.csv");
	});

	it("asks for an absolute path when the home of the user is not known", () => {
		onTestFinished(() => void vi.unstubAllEnvs());
		for (const home of ["", "relative"]) {
			vi.stubEnv("HOME", home);
			expect(() => openFileDirectory("~/users.csv")).toThrow(
				"~/users.csv needs the home folder of this user, which is not known: HOME is not an absolute path. Use an absolute path.",
			);
			expect(sourcePath("/data/users.csv")).toBe("/data/users.csv");
		}
	});
});

describe("changing a file", () => {
	it("keeps a copy with the same mode, gives its path, and undoes step by step", async () => {
		const path = folder.write("undo.csv", text);
		chmodSync(path, 0o640);
		const directory = openFileDirectory(path);
		const { file } = directory;
		expect(await file?.rewrites()).toEqual([]);
		await directory.assign(user("a@x"), "Analyst");
		const between = readFileSync(path, "utf8");
		await directory.assign(user("b@x"), "User");
		const [first, second] = (await file?.rewrites()) ?? [];
		expect(first?.file).toBe(path);
		expect(basename(first?.copy ?? "")).toMatch(/^undo\.csv\.\d{8}T\d{9}Z(-\d+)?\.bak$/);
		expect(readFileSync(first?.copy ?? "", "utf8")).toBe(text);
		expect(statSync(first?.copy ?? "").mode & 0o777).toBe(0o640);
		expect(readFileSync(second?.copy ?? "", "utf8")).toBe(between);

		expect(await file?.undo()).toEqual(second);
		expect(readFileSync(path, "utf8")).toBe(between);
		await file?.undo();
		expect(readFileSync(path, "utf8")).toBe(text);
		expect(statSync(path).mode & 0o777).toBe(0o640);
		expect(readdirSync(dirname(path)).filter((name) => name.startsWith("undo.csv."))).toEqual([]);
		expect((await directory.assignments()).assignments).toHaveLength(2);
		await expect(file?.undo()).rejects.toMatchObject({ code: "not-found" });
	});

	it("does not undo over what someone else wrote, and names the copy", async () => {
		const path = folder.write("theirs.csv", text);
		const directory = openFileDirectory(path);
		await directory.assign(user("a@x"), "Analyst");
		const [change] = (await directory.file?.rewrites()) ?? [];
		const theirs = `${text}c@x,C,User\r\n`;
		writeFileSync(path, theirs);
		await expect(directory.file?.undo()).rejects.toMatchObject({
			code: "conflict",
			message: expect.stringContaining(change?.copy ?? "no copy"),
		});
		expect(readFileSync(path, "utf8")).toBe(theirs);
	});

	it("undoes changes of an earlier process, step by step, even after the clock was set back", async () => {
		const path = folder.write("restart.csv", text);
		const now = Date.now();
		const clock = vi.useFakeTimers({ toFake: ["Date"], now });
		onTestFinished(() => void clock.useRealTimers());
		await openFileDirectory(path).assign(user("a@x"), "Analyst");
		const between = readFileSync(path, "utf8");
		vi.setSystemTime(now - 86_400_000);
		await openFileDirectory(path).assign(user("b@x"), "User");
		const { file } = openFileDirectory(path);
		expect(await file?.rewrites()).toHaveLength(2);
		await file?.undo();
		expect(readFileSync(path, "utf8")).toBe(between);
		await openFileDirectory(path).file?.undo();
		expect(readFileSync(path, "utf8")).toBe(text);
		await expect(openFileDirectory(path).file?.undo()).rejects.toMatchObject({ code: "not-found" });
	});

	it("skips a change that was undone by hand", async () => {
		const path = folder.write("by-hand.csv", text);
		const directory = openFileDirectory(path);
		await directory.assign(user("a@x"), "Analyst");
		await directory.assign(user("b@x"), "User");
		const [first, second] = (await directory.file?.rewrites()) ?? [];
		copyFileSync(second?.copy ?? "", path);
		expect(await directory.file?.undo()).toEqual(first);
		expect(readFileSync(path, "utf8")).toBe(text);
		expect(await directory.file?.rewrites()).toEqual([]);
	});

	it("does not put back a copy that was changed, and keeps it", async () => {
		const path = folder.write("copied.csv", text);
		const directory = openFileDirectory(path);
		await directory.assign(user("a@x"), "Analyst");
		const written = readFileSync(path, "utf8");
		const [change] = (await directory.file?.rewrites()) ?? [];
		writeFileSync(change?.copy ?? "", "");
		await expect(directory.file?.undo()).rejects.toMatchObject({
			code: "conflict",
			message: expect.stringContaining(`${change?.copy} is not as it was`),
		});
		expect(readFileSync(path, "utf8")).toBe(written);
		expect(readFileSync(change?.copy ?? "", "utf8")).toBe("");
	});

	it("undoes a change behind a symbolic link, and keeps the link", async () => {
		const path = folder.write("linked.csv", text);
		const link = join(dirname(path), "link.csv");
		symlinkSync(path, link);
		await openFileDirectory(link).assign(user("a@x"), "Analyst");
		expect(await openFileDirectory(link).file?.undo()).toMatchObject({ file: path });
		expect(readFileSync(path, "utf8")).toBe(text);
		expect(lstatSync(link).isSymbolicLink()).toBe(true);
	});

	it("writes checksums that sha256sum can check", async () => {
		const path = folder.write("checked.csv", text);
		const directory = openFileDirectory(path);
		await directory.assign(user("a@x"), "Analyst");
		const [change] = (await directory.file?.rewrites()) ?? [];
		const sums = readFileSync(join(dirname(path), `.${basename(change?.copy ?? "")}.sha256`), "utf8");
		const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
		expect(sums).toBe(
			`${hash(change?.copy ?? "")}  ${basename(change?.copy ?? "")}\n${hash(path)}  checked.csv\n`,
		);
	});

	it("lets one of several processes change what all have read, and refuses the others", async () => {
		const path = folder.write("raced.csv", `userPrincipalName,role\n${rows(20).join("")}`);
		const directories = rows(19).map(() => openFileDirectory(path));
		await Promise.all(directories.map((directory) => directory.assignments()));
		const results = await Promise.allSettled(
			directories.map((directory, at) => directory.assign(user(`u${at}@x`), "Analyst")),
		);
		const made = results.flatMap(({ status }, at) => (status === "fulfilled" ? [`u${at}@x`] : []));
		const { assignments } = await openFileDirectory(path).assignments();
		const analysts = assignments.filter(({ appRoleId }) => appRoleId === "Analyst");
		expect(analysts.map(({ principalId }) => principalId)).toEqual(["boss@x", ...made]);
		expect(made.length).toBeGreaterThan(0);
		for (const result of results)
			if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
	});

	it("refuses a change while another process makes one, unless that ended a minute ago", async () => {
		const path = folder.write("busy.csv", text);
		const successor = successorOf(path, await stampOf(path));
		writeFileSync(successor, "of another process");
		const assign = () => openFileDirectory(path).assign(user("a@x"), "Analyst");
		await expect(assign()).rejects.toMatchObject({ code: "conflict" });
		expect(readFileSync(successor, "utf8")).toBe("of another process");
		expect(readFileSync(path, "utf8")).toBe(text);
		const past = new Date(Date.now() - 61_000);
		utimesSync(successor, past, past);
		await assign();
		expect(readFileSync(path, "utf8")).toContain("User;Analyst");
		expect(existsSync(successor)).toBe(false);
	});

	it("keeps no copy of a change that was refused, and at most ten", async () => {
		const path = folder.write("many.csv", text);
		const directory = openFileDirectory(path);
		await expect(directory.assign(user("a@x"), "Boss")).rejects.toMatchObject({ code: "not-found" });
		const copies = () => readdirSync(dirname(path)).filter((name) => name.startsWith("many.csv."));
		expect(copies()).toEqual([]);
		for (let change = 0; change < 6; change++) {
			await directory.assign(user("a@x"), "Analyst");
			await directory.unassign("a@x/Analyst");
		}
		expect(copies()).toHaveLength(10);
		const checksums = readdirSync(dirname(path)).filter((name) => name.startsWith(".many.csv."));
		expect(checksums).toHaveLength(10);
		expect(readFileSync(path, "utf8")).toBe(text);
	});
});
