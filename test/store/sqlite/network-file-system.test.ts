import { describe, expect, it } from "vitest";
import { networkFileSystem, networkHomeWarning } from "../../../src/store/sqlite/network-file-system.ts";

const missing = () => {
	throw Object.assign(new Error("ENOENT: no such file or directory, statfs"), { code: "ENOENT" });
};

describe("the file system of a home", () => {
	it.each([
		[0x6969, "NFS"],
		[0x517b, "SMB"],
		[0xff534d42, "SMB (CIFS)"],
		[0xff534d42 | 0, "SMB (CIFS)"], // as a signed number, as some systems give it
		[0xfe534d42, "SMB"],
	])("%i is %s", (type, name) => {
		expect(networkFileSystem("/h/state/acme.sqlite", () => type)).toBe(name);
		expect(networkHomeWarning("/h/state/acme.sqlite", () => type)).toMatch(
			new RegExp(
				`^/h/state/acme\\.sqlite is on a network file system \\(${name.replace(/[()]/g, "\\$&")}\\).*--home\\.$`,
			),
		);
	});

	it("that is local needs no warning", () => {
		for (const local of [0xef53, 0x01021994, 0x58465342, 0x9123683e])
			expect(networkHomeWarning("/h", () => local)).toBeUndefined();
		expect(networkHomeWarning(import.meta.dirname)).toBeUndefined();
	});

	it("is that of the nearest folder that exists, and unknown where none can be asked", () => {
		expect(networkFileSystem("/h/new/state", (path) => (path === "/h" ? 0x6969 : missing()))).toBe("NFS");
		expect(networkFileSystem("/h/new", missing)).toBeUndefined();
	});
});
