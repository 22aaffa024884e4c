import { describe, expect, it } from "vitest";
import { fileRefusal, isFileRefusal, undescribedRefusal } from "../../src/text/file-refusal.ts";

const fault = (code: string) =>
	Object.assign(new Error(`${code}: it failed, open '/h/f'`), { code, path: "/h/f" });
const fix =
	"Run sumo-provision as the owner of the folder, give this user access to it, or name another folder with --home.";

describe("a file that cannot be used", () => {
	it.each(["EACCES", "EPERM"])("is described in one sentence without the system's call: %s", (code) => {
		expect(fileRefusal("/h/f", "read", fault(code))).toBe(`/h/f cannot be read: permission denied. ${fix}`);
		expect(undescribedRefusal(fault(code))).toBe(`/h/f cannot be used: permission denied. ${fix}`);
	});

	it("is in a path that leads through a file, also where its folder would be made", () => {
		const folder = Object.assign(fault("EEXIST"), { syscall: "mkdir" });
		expect(fileRefusal("/h/f", "written", folder)).toContain("a part of its path is a file, not a folder");
		expect(isFileRefusal(Object.assign(fault("EEXIST"), { syscall: "open" }))).toBe(false);
	});

	it("is one that may not grow, or whose folder can't be made, but not one that is missing", () => {
		expect(fileRefusal("/h/f", "written", fault("EFBIG"))).toContain("larger than this process may write");
		const folder = Object.assign(fault("ENOENT"), { syscall: "mkdir" });
		expect(undescribedRefusal(folder)).toBe(
			"/h/f cannot be used: the file system creates no folder there. Name another folder with --home.",
		);
		expect(undescribedRefusal(Object.assign(fault("ENOENT"), { syscall: "open" }))).toBeUndefined();
	});

	it("on a read-only file system is another matter, and so is everything else", () => {
		expect(fileRefusal("/h/f", "written", fault("EROFS"))).toBe(
			"/h/f cannot be written: the file system is read-only. Mount it so that it can be written, or name another folder with --home.",
		);
		expect(fileRefusal("/h/f", "written", fault("EIO"))).toBe(
			"/h/f cannot be written (EIO: it failed, open '/h/f').",
		);
		const inFile = "a part of its path is a file, not a folder. Name another folder with --home.";
		expect(fileRefusal("/h/f", "read", fault("ENOTDIR"))).toBe(`/h/f cannot be read: ${inFile}`);
		expect(undescribedRefusal(fault("ENOTDIR"))).toBe(`/h/f cannot be used: ${inFile}`);
		expect(isFileRefusal(fault("EIO"))).toBe(false);
		expect(undescribedRefusal(fault("EIO"))).toBeUndefined();
		expect(undescribedRefusal(new Error("no"))).toBeUndefined();
	});
});
