import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openProfile } from "../../../src/app/open-profile.ts";
import type { Session } from "../../../src/app/session.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { fakeStreams } from "../../cli/fake-streams.ts";
import { type JobWorld, jobWorld } from "../../simulator/entra/synchronization/started-job.ts";

/** Entra's job and this program on one tenant and one organization, with a home of its own. */
export type SharedWorld = JobWorld & {
	readonly env: Readonly<Record<string, string>>;
	readonly home: string;
	/** Runs `sumo-provision`. */
	readonly run: (
		...args: readonly string[]
	) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
	/** Opens the profile as the console does. */
	readonly open: (mode?: "direct" | "hosted", how?: { readonly watch?: boolean }) => Promise<Session>;
	/** Names of the accounts in Sumo Logic that were created since the start. */
	readonly creates: () => number;
};

/** Starts it with assigned users of these names: `ada` is `ada@example.com`. */
export async function sharedWorld(...users: readonly string[]): Promise<SharedWorld> {
	const at = await jobWorld({ clock: Date.now, limit: "off" });
	const { sumo, entra } = at.world;
	for (const alias of users) {
		const user = entra.control.addUser({ userPrincipalName: `${alias}@example.com` });
		entra.control.assign(user.id, "Analyst");
	}
	const home = mkdtempSync(join(tmpdir(), "hosted-"));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const { token } = await simulatorCredential(entra).getToken();
	const env = {
		SUMO_PROVISION_HOME: home,
		SUMO_PROVISION_SOURCE: "entra",
		SUMO_PROVISION_APPLICATION: entra.servicePrincipalId,
		SUMO_PROVISION_GRAPH_URL: entra.graphUrl,
		SUMO_PROVISION_GRAPH_TOKEN: token,
		SUMO_PROVISION_SCIM_URL: sumo.scimUrl,
		SUMO_PROVISION_SECRET_TOKEN: Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64"),
		SUMO_PROVISION_RATE: "off",
	};
	const run = async (...args: readonly string[]) => {
		const { streams, printed, said } = fakeStreams();
		const code = await runProgram(args, { streams, version: "1.2.3", env });
		return { code, out: printed.join("\n"), err: said.join("\n") };
	};
	const open: SharedWorld["open"] = async (mode = "direct", { watch = mode === "hosted" } = {}) => {
		const session = await openProfile({
			...{ flags: {}, env: { ...env, ...(mode === "hosted" ? { SUMO_PROVISION_MODE: mode } : {}) } },
			watch,
		});
		onTestFinished(() => session.close());
		if (mode === "hosted") await jobRead(session);
		return session;
	};
	const creates = () =>
		sumo.control.journal().filter(({ method, target }) => method === "POST" && target.endsWith("/Users"))
			.length;
	return { ...at, env, home, run, open, creates };
}

/** Resolves when the status of Entra's job was read, or could not be. */
async function jobRead({ provisioning, subscribe }: Session): Promise<void> {
	const read = Promise.withResolvers<void>();
	const check = () => provisioning.status().hosted && read.resolve();
	const leave = subscribe(check);
	check();
	await read.promise;
	leave();
}
