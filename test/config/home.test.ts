import { describe, expect, it } from "vitest";
import { resolveHome, secretsFile, settingsFile, storeFile } from "../../src/config/home.ts";

describe("resolveHome", () => {
	it("puts everything below the folder that --home names, else the variable", () => {
		const flagged = resolveHome("/data/here", { SUMO_PROVISION_HOME: "/data/there" }, "/home/ana");
		expect(flagged).toEqual({ config: "/data/here", state: "/data/here/state", cache: "/data/here/cache" });
		expect(resolveHome(undefined, { SUMO_PROVISION_HOME: "/data/there" }, "/home/ana").config).toBe(
			"/data/there",
		);
		expect(settingsFile(flagged)).toBe("/data/here/config.json");
		expect(secretsFile(flagged)).toBe("/data/here/secrets.json");
		expect(storeFile(flagged, "acme")).toBe("/data/here/state/acme.sqlite");
	});

	it("takes a relative folder from the working folder", () => {
		expect(resolveHome("here", {}, "/home/ana").config).toBe(`${process.cwd()}/here`);
	});

	it("follows XDG otherwise, and ignores variables that are empty or relative", () => {
		expect(
			resolveHome(
				undefined,
				{ XDG_CONFIG_HOME: "/c", XDG_STATE_HOME: "relative", XDG_CACHE_HOME: "", SUMO_PROVISION_HOME: "" },
				"/home/ana",
			),
		).toEqual({
			config: "/c/sumo-provision",
			state: "/home/ana/.local/state/sumo-provision",
			cache: "/home/ana/.cache/sumo-provision",
		});
	});
});
