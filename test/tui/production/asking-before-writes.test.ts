import { describe, expect, it, vi } from "vitest";
import { createApprovals } from "../../../src/tui/production/approvals.ts";
import { askingBeforeWrites } from "../../../src/tui/production/asking-before-writes.ts";
import { person } from "../fake-data.ts";
import { createFakeSession, type FakeData } from "../fake-session.ts";

/** A session of a production profile; `asked` are the questions, and `answer` settles the oldest open one. */
function production(data: FakeData = {}) {
	const fake = createFakeSession({ ...data, profile: { production: true, ...data.profile } });
	const asked: string[] = [];
	const open: PromiseWithResolvers<void>[] = [];
	const approvals = createApprovals((what) => {
		asked.push(what);
		const question = Promise.withResolvers<void>();
		open.push(question);
		return question.promise;
	});
	const session = askingBeforeWrites(fake.session, approvals);
	const answer = () => open.shift()?.resolve();
	const cancel = () => open.shift()?.reject(new DOMException("canceled", "AbortError"));
	return { fake, session, asked, answer, cancel, approved: approvals.approved };
}

describe("writes of a production profile", () => {
	it("wait for the answer", async () => {
		const { fake, session, asked, answer } = production();
		const running = session.provisioning.runNow();
		expect(asked).toEqual(["Run a cycle"]);
		expect(fake.calls).toEqual([]);
		answer();
		await running;
		expect(fake.calls).toEqual(["runNow"]);
	});

	it("are not done when the operator cancels", async () => {
		const { fake, session, cancel } = production();
		const deletion = session.deactivated.delete("1", "ada@example.com", { type: "destroy" });
		cancel();
		await expect(deletion).rejects.toMatchObject({ name: "AbortError" });
		expect(fake.calls).toEqual([]);
	});

	it("of several users are asked about once, then again for the next action", async () => {
		const { session, asked, answer } = production();
		const perform = (user: string) => session.provisioning.onDemand(user, { perform: true });
		const together = [perform("1"), perform("2")];
		answer();
		await Promise.all(together);
		await perform("3");
		expect(asked).toEqual(["Provision on demand"]);
		await new Promise((resolve) => setImmediate(resolve));
		const later = perform("4");
		answer();
		await later;
		expect(asked).toEqual(["Provision on demand", "Provision on demand"]);
	});

	it("are not asked about again when their own question had the target's name, until that action ends", async () => {
		const { fake, session, asked, approved } = production();
		const verified = Promise.withResolvers<void>();
		const confirmed = approved("run", async () => {
			await verified.promise;
			await session.provisioning.runNow();
		});
		await new Promise((resolve) => setImmediate(resolve));
		void session.people.undo().catch(() => undefined);
		verified.resolve();
		await confirmed;
		expect(fake.calls).toEqual(["runNow"]);
		expect(asked).toEqual(["Undo a change of assignments"]);
		await new Promise((resolve) => setImmediate(resolve));
		void session.provisioning.runNow().catch(() => undefined);
		expect(asked).toEqual(["Undo a change of assignments", "Run a cycle"]);
	});

	it("never delay reading, stopping and turning off", async () => {
		const { session, asked } = production();
		await session.provisioning.setEnabled(false);
		await session.provisioning.stop();
		await session.provisioning.plan();
		await session.provisioning.onDemand("1", { perform: false });
		await session.accounts.compare({ repair: false });
		expect(asked).toEqual([]);
	});

	it("cover every kind of write", async () => {
		const { session, asked } = production({
			people: [person(1, { id: "1", type: "Group" }), person(2, { id: "2" })],
		});
		const ignore = () => undefined;
		const { provisioning, people, accounts, deactivated, handOver, entraSetup, jobSchema, settings } =
			session;
		for (const write of [
			provisioning.setEnabled(true),
			provisioning.reset([]),
			provisioning.allowDeletions(),
			people.assign(["1", "2"], "role"),
			people.unassign(["1"]),
			people.undo(),
			accounts.compare({ repair: true }),
			deactivated.deleteAndProvision("1", "a", { type: "caller" }),
			deactivated.recreate("1"),
			handOver.perform("hosted"),
			entraSetup.run({ apply: true }),
			jobSchema.push(),
			settings.change("production", "off"),
		])
			write.catch(ignore);
		await vi.waitFor(() => expect(asked).toHaveLength(13));
		expect(asked.slice(0, -2)).toEqual([
			"Turn provisioning on",
			"Restart Entra's job",
			"Allow the held-back deletions",
			"Undo a change of assignments",
			"Repair drift",
			"Delete an account and create it again",
			"Create a deleted account again",
			"Hand the accounts over",
			"Apply the setup",
			"Change mappings and scope of Entra's job",
			"Stop asking before writes to this target",
		]);
		expect(asked.slice(-2)).toEqual(["Assign 1 user and 1 group", "Unassign 1 group"]);
	});

	it("include the rules where they are those of Entra's job", async () => {
		const { session, asked } = production({
			profile: { provisioning: { ...createFakeSession().session.profile().provisioning, mode: "hosted" } },
		});
		session.provisioning.restart({ full: false }).catch(() => undefined);
		const { scope } = await session.rules();
		scope.save({ users: "all", filters: [], skipOutOfScopeDeletions: false }).catch(() => undefined);
		expect(asked).toEqual(["Restart Entra's job", "Change the scope of Entra's job"]);
	});

	it("are not asked about in another profile", async () => {
		const fake = createFakeSession();
		const session = askingBeforeWrites(
			fake.session,
			createApprovals(() => Promise.reject(new Error("asked"))),
		);
		await session.provisioning.runNow();
		expect(fake.calls).toEqual(["runNow"]);
	});
});
